import { headers } from "next/headers";
import { PAGE_ADDRESS, signInFor } from "../shell/sign-in-address.ts";
import { authenticate, type Viewer } from "./session.ts";

/** Who looks at the page that is being rendered; null for nobody. */
export async function currentViewer(): Promise<Viewer | null> {
  return authenticate(await headers());
}

/** Where nobody is sent to sign in: the address remembers the page that is being rendered. */
export async function signInHere(): Promise<string> {
  return signInFor((await headers()).get(PAGE_ADDRESS) ?? "/");
}
