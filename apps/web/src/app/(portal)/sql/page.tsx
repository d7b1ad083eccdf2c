import type { Metadata } from "next";
import { SqlPage } from "@/features/sql/sql-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { may } from "@/server/rights.ts";

export const metadata: Metadata = { title: "SQL" };

export default async function Page() {
  const viewer = await currentViewer();
  return <SqlPage queryId={null} canWrite={viewer !== null && may(viewer.role, "queries:write")} />;
}
