import type { Metadata } from "next";
import { SchemasPage } from "@/features/admin/schemas-page.tsx";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/admin/schemas") };

export default function Route() {
  return <SchemasPage />;
}
