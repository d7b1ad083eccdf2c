import { may } from "@headwater/domain/rights";
import { WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SqlPage } from "@/features/sql/sql-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/sql") };

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const { id } = await params;
  if (!/^[1-9]\d{0,8}$/.test(id)) notFound();
  const viewer = await currentViewer();
  return (
    <SqlPage queryId={Number(id)} canWrite={viewer !== null && may(viewer, WRITE_SAVED_QUERIES)} />
  );
}
