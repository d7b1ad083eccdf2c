import type { Metadata } from "next";
import { PeoplePage } from "@/features/admin/people-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/admin/people") };

export default async function Route() {
  const viewer = await currentViewer();
  return <PeoplePage viewerId={viewer?.id ?? ""} />;
}
