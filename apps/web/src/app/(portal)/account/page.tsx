import type { Metadata } from "next";
import { AccountPage } from "@/features/account/account-page.tsx";
import { currentViewer } from "@/server/page-session.ts";

export const metadata: Metadata = { title: "Account" };

export default async function Route() {
  const viewer = await currentViewer();
  return <AccountPage email={viewer?.email ?? ""} />;
}
