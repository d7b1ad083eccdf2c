import { headers } from "next/headers";
import { authenticate, type Viewer } from "./session.ts";

/** Who looks at the page that is being rendered; null for nobody. */
export async function currentViewer(): Promise<Viewer | null> {
  return authenticate(await headers());
}
