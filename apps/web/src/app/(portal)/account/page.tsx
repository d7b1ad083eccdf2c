import type { Metadata } from "next";
import { AccountPage } from "@/features/account/account-page.tsx";
import { currentViewer } from "@/server/page-session.ts";
import { titleOf } from "@/shell/navigation.ts";

export const metadata: Metadata = { title: titleOf("/account") };

export default async function Route() {
  const viewer = await currentViewer();
  return <AccountPage email={viewer?.email ?? ""} />;
}
