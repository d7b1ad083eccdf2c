import type { Metadata } from "next";
import { PipelinePage } from "@/features/pipeline/pipeline-page.tsx";
import { currentViewer } from "@/server/page-session.ts";

export const metadata: Metadata = { title: "Pipeline" };

export default async function Route() {
  const viewer = await currentViewer();
  return <PipelinePage mayReadPings={viewer !== null && viewer.role !== "viewer"} />;
}
