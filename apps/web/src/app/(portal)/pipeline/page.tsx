import type { Metadata } from "next";
import { PipelinePage } from "@/features/pipeline/pipeline-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/pipeline") };

export default async function Route() {
  const viewer = await currentViewer();
  return <PipelinePage mayReadPings={viewer !== null && viewer.role !== "viewer"} />;
}
