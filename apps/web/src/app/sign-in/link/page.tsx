import type { Metadata } from "next";
import { LinkPage } from "@/features/sign-in/link-page.tsx";

export const metadata: Metadata = { title: "Sign in", referrer: "no-referrer" };

export default async function Route({
  searchParams,
}: {
  readonly searchParams: Promise<{ token?: string }>;
}) {
  const { token = "" } = await searchParams;
  return <LinkPage token={token} />;
}
