import type { Metadata } from "next";
import { PartsPage } from "@/ui/parts/parts-page.tsx";

export const metadata: Metadata = { title: "Parts" };

export default function Route() {
  return <PartsPage />;
}
