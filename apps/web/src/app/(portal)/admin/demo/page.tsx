import type { Metadata } from "next";
import { DemoPage } from "@/features/admin/demo-page.tsx";

export const metadata: Metadata = { title: "Demo" };

export default function Route() {
  return <DemoPage />;
}
