import { createHash } from "node:crypto";
import { beginSignInTry, type SignInTry, type TryLimit } from "@headwater/db";
import { auth } from "./auth.ts";
import { FORGED, isForged } from "./forgery.ts";
import { networkOf, PEER_HEADER } from "./peer.ts";
import { runtime } from "./runtime.ts";

const PREFIX = "/api/auth/";
const SIGN_OUT = `${PREFIX}sign-out`;
const BY_PASSWORD = `${PREFIX}sign-in/email`;
const BY_LINK = `${PREFIX}sign-in/link`;
/** A sign-in has an e-mail address and a password, or a token. */
const MAX_BODY_BYTES = 10_000;

/**
 * Answers the few paths of the sign-in library that the portal uses: everything else it could do (change a password, make
 * a key, rename an account) goes through our own procedures, which check and note it.
 */
export async function answerAuth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (isForeign(request)) return Response.json({ message: FORGED }, { status: 403 });
  if (pathname === SIGN_OUT) return auth().handler(request);
  if (pathname !== BY_PASSWORD && pathname !== BY_LINK)
    return Response.json({ message: "There is nothing here." }, { status: 404 });
  // A form of another site can be sent without asking that site's browser; JSON can't.
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    return Response.json({ message: "Send JSON." }, { status: 415 });
  const body = await request.text();
  if (body.length > MAX_BODY_BYTES)
    return Response.json({ message: "This is too long." }, { status: 413 });
  return limited(request, body, pathname === BY_PASSWORD ? accountKey(body) : null);
}

/** A page of another site may sign nobody in or out, nor spend an account's tries; a script without a page says nothing. */
function isForeign(request: Request): boolean {
  const { headers } = request;
  const isBrowser = headers.has("origin") || headers.has("sec-fetch-site");
  return isBrowser && isForged(request, { by: "cookie" });
}

async function limited(request: Request, body: string, account: string | null): Promise<Response> {
  // A link can't be guessed: who types wrong passwords at an address must not keep the others there from theirs.
  const kind = new URL(request.url).pathname === BY_LINK ? "links" : "address";
  const address = `${kind}:${networkOf(request.headers.get(PEER_HEADER))}`;
  const limits: TryLimit[] = [{ key: address, max: 50, windowSeconds: 3600 }];
  if (account !== null) limits.push({ key: account, max: 10, windowSeconds: 900 });
  const attempt = await beginSignInTry(runtime().database, limits);
  if (attempt.retryAfter !== null) return tooMany(attempt.retryAfter);
  const { url, method, headers } = request;
  const answer = await auth().handler(new Request(url, { method, headers, body }));
  await settle(attempt, answer.status, account);
  return answer;
}

/** Only a wrong password, user or link counts; who got in starts anew, though not the address, which others may share. */
async function settle(attempt: SignInTry, status: number, account: string | null): Promise<void> {
  if (status === 401) return;
  await attempt.forgive(status === 200 && account !== null ? [account] : []);
}

/** The account that a body is about, whether there is one or not. Hashed: people type passwords into the wrong field. */
function accountKey(body: string): string | null {
  try {
    const { email } = JSON.parse(body) as { email?: unknown };
    if (typeof email !== "string") return null;
    return `account:${createHash("sha256").update(email.trim().toLowerCase()).digest("hex")}`;
  } catch {
    return null;
  }
}

function tooMany(retryAfter: number): Response {
  const minutes = Math.ceil(retryAfter / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return Response.json(
    { message: `Too many attempts. Try again in ${wait}.` },
    { status: 429, headers: { "retry-after": String(retryAfter) } },
  );
}
