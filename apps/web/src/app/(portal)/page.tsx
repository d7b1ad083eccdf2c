import type { Metadata } from "next";
import { HomePage } from "@/features/home/home-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/") };

export default async function Route() {
  const viewer = await currentViewer();
  return <HomePage role={viewer?.role ?? "viewer"} />;
}
