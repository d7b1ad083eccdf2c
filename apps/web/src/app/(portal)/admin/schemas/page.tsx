import type { Metadata } from "next";
import { SchemasPage } from "@/features/admin/schemas-page.tsx";

export const metadata: Metadata = { title: "Schemas" };

export default function Route() {
  return <SchemasPage />;
}
