import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { currentViewer } from "@/server/page-session.ts";

/** Admin pages exist for admins only. */
export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await currentViewer();
  if (viewer?.role !== "admin") notFound();
  return children;
}
