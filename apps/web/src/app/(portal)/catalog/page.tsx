import type { Metadata } from "next";
import { CatalogPage } from "@/features/catalog/catalog-page.tsx";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/catalog") };

export default function Route() {
  return <CatalogPage />;
}
