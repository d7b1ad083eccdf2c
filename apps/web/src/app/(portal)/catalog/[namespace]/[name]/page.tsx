import { may } from "@headwater/domain/rights";
import { WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import type { Metadata } from "next";
import { TablePage } from "@/features/catalog/table-page.tsx";
import { currentViewer } from "@/server/page-session.ts";

interface RouteProps {
  readonly params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${namespace}.${name}` };
}

export default async function Route({ params }: RouteProps) {
  const viewer = await currentViewer();
  const canWrite = viewer !== null && may(viewer, WRITE_SAVED_QUERIES);
  return <TablePage {...(await params)} canWrite={canWrite} />;
}
