import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetRequest, keepAnswer, takeRequest } from "@headwater/db/idempotency";
import { AppError } from "@headwater/domain";
import type { Runtime } from "../runtime.ts";
import { sessionSecret } from "../secret.ts";

interface RequestContext extends Pick<Runtime, "database" | "config"> {
  readonly viewer: { readonly id: string };
  readonly url: URL;
}

/** One POST with an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly key: string;
  readonly body: string;
}

const POLL_MS = 100;
/** Less than the half minute after which proxies close a silent connection. */
const WAIT_MS = 25_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The key of a POST; null for a request without a key. */
export function idempotencyKey({ method, headers }: Request): string | null {
  const key = headers.get("idempotency-key");
  if (method !== "POST" || key === null) return null;
  if (!KEY.test(key))
    throw new AppError(
      "invalid",
      "Idempotency-Key must have 1 to 255 characters without spaces, for example a UUID.",
    );
  return key;
}

/**
 * Answers a request that may be sent several times: the first time by acting, then for a day with
 * the same answer. A request that failed is forgotten, so it can be tried again.
 */
export async function once(
  context: RequestContext,
  { key, body }: KeyedRequest,
  act: () => Promise<object>,
): Promise<Response> {
  const { database, viewer, url } = context;
  const name = { userId: viewer.id, keyHash: hash(key) };
  const requestHash = hash(`${url.pathname}${url.search}\n${body}`);
  const secret = hkdfSync("sha256", sessionSecret(context.config.paths.secrets), key, "answer", 32);
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const state = await takeRequest(database, name, requestHash);
    if (state.kind === "new") {
      const answer = await act().catch(async (error: unknown) => {
        await forgetRequest(database, name);
        throw error;
      });
      await keepAnswer(database, name, seal(JSON.stringify(answer), Buffer.from(secret)));
      return Response.json(answer);
    }
    if (state.kind === "answered")
      return new Response(unseal(state.answer, Buffer.from(secret)), {
        headers: { "content-type": "application/json", "idempotency-replayed": "true" },
      });
    if (state.kind === "reused")
      throw new AppError(
        "key_reused",
        "This Idempotency-Key was used for another request within the last day; take a new one.",
      );
    if (Date.now() > until)
      throw new AppError(
        "unavailable",
        "The same request is still being worked on; send it again to get its answer.",
        { retryable: true },
      );
    await sleep(POLL_MS);
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

// An answer may contain an API key, which is not stored elsewhere: the answer is encrypted, and
// only the request's key opens it.
function seal(text: string, secret: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", secret, iv);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function unseal(bytes: Buffer, secret: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", secret, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const sealed = bytes.subarray(IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
}
