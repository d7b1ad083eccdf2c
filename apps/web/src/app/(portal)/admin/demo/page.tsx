import type { Metadata } from "next";
import { DemoPage } from "@/features/admin/demo-page.tsx";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/admin/demo") };

export default function Route() {
  return <DemoPage />;
}
