import type { SignInTry } from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { auth } from "./auth.ts";
import { mappingOf } from "./error-map.ts";
import { FORGED, isFromForeignPage } from "./forgery.ts";
import { accountKey, beginLinkTry, beginPasswordTry, tooManyTries } from "./password-tries.ts";
import { readJson } from "./read-body.ts";
import { runtime } from "./runtime.ts";

const PREFIX = "/api/auth/";
const SIGN_OUT = `${PREFIX}sign-out`;
const BY_PASSWORD = `${PREFIX}sign-in/email`;
const BY_LINK = `${PREFIX}sign-in/link`;
/** The most bytes of a sign-in, which has only an e-mail address and a password, or a token. */
const MAX_BODY_BYTES = 10_000;

/**
 * Answers the few paths of the sign-in library that the portal uses. Other actions of the library
 * (change a password, make a key, rename an account) go through our own procedures, which check and
 * audit them.
 */
export async function answerAuth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (isFromForeignPage(request)) return Response.json({ message: FORGED }, { status: 403 });
  if (pathname === SIGN_OUT) return auth().handler(request);
  if (pathname !== BY_PASSWORD && pathname !== BY_LINK)
    return Response.json({ message: "This address does not exist." }, { status: 404 });
  // A page of another site can send a form without a preflight request, but no JSON.
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    return Response.json({ message: "Send JSON." }, { status: 415 });
  try {
    const body = await readJson(request, MAX_BODY_BYTES);
    return pathname === BY_LINK ? await byLink(request, body) : await byPassword(request, body);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return Response.json({ message: error.message }, { status: mappingOf(error.code).status });
  }
}

async function byLink(request: Request, body: unknown): Promise<Response> {
  const attempt = await beginLinkTry(runtime().database, request.headers);
  return answered(request, body, { attempt, account: null });
}

async function byPassword(request: Request, body: unknown): Promise<Response> {
  const { email } = Object(body) as { email?: unknown };
  const account = typeof email === "string" ? accountKey(email) : null;
  const attempt = await beginPasswordTry(runtime().database, account, request.headers);
  return answered(request, body, { attempt, account });
}

interface CountedTry {
  readonly attempt: SignInTry;
  readonly account: string | null;
}

/**
 * Answers a counted sign-in. Only a wrong password, user or link counts. After success the
 * account's count is reset, but not the address's, which other people may share.
 */
async function answered(
  { url, method, headers }: Request,
  body: unknown,
  { attempt, account }: CountedTry,
): Promise<Response> {
  if (attempt.retryAfter !== null) return tooMany(attempt.retryAfter);
  const forwarded = new Request(url, { method, headers, body: JSON.stringify(body) });
  const answer = await auth().handler(forwarded);
  if (answer.status !== 401)
    await attempt.discard(answer.status === 200 && account !== null ? [account] : []);
  // The library's answer also contains the token, which is left out: the cookie hides it from
  // scripts on purpose.
  return answer.ok ? Response.json({ signedIn: true }, { headers: cookieOf(answer) }) : answer;
}

function cookieOf({ headers }: Response): Headers {
  const cookies = new Headers();
  for (const cookie of headers.getSetCookie()) cookies.append("set-cookie", cookie);
  return cookies;
}

function tooMany(retryAfterS: number): Response {
  return Response.json(
    { message: tooManyTries(retryAfterS) },
    { status: 429, headers: { "retry-after": String(retryAfterS) } },
  );
}
