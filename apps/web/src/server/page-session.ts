import { headers } from "next/headers";
import { PAGE_ADDRESS, signInFor } from "../shell/sign-in-address.ts";
import { authenticate, type Viewer } from "./session.ts";

/** The person who opened the page that is being rendered; null if nobody is signed in. */
export async function currentViewer(): Promise<Viewer | null> {
  return authenticate(await headers());
}

/**
 * The sign-in address for a person without a session, which leads back to the page that is being
 * rendered.
 */
export async function signInHere(): Promise<string> {
  return signInFor((await headers()).get(PAGE_ADDRESS) ?? "/");
}
