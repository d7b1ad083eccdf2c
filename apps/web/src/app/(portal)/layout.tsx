import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { currentViewer, signInHere } from "@/server/page-session.ts";
import { shellViewerOf } from "@/server/scopes.ts";
import { Shell } from "@/shell/shell.tsx";

/** Everything behind sign-in, inside the frame. */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await currentViewer();
  if (viewer === null) redirect(await signInHere());
  return <Shell viewer={shellViewerOf(viewer)}>{children}</Shell>;
}
