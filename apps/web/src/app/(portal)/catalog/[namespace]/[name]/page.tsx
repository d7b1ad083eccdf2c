import type { Metadata } from "next";
import { TablePage } from "@/features/catalog/table-page.tsx";

interface RouteProps {
  readonly params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${namespace}.${name}` };
}

export default async function Route({ params }: RouteProps) {
  return <TablePage {...(await params)} />;
}
