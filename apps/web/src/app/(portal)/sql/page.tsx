import { may } from "@headwater/domain/rights";
import { WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import type { Metadata } from "next";
import { SqlPage } from "@/features/sql/sql-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/sql") };

export default async function Page() {
  const viewer = await currentViewer();
  return <SqlPage queryId={null} canWrite={viewer !== null && may(viewer, WRITE_SAVED_QUERIES)} />;
}
