import { AppError } from "@headwater/domain";
import { ZodError } from "zod";
import { databaseTrouble } from "../../server/database-trouble.ts";
import { headersOf, mappingOf } from "../../server/error-map.ts";
import { FORGED, isForged } from "../../server/forgery.ts";
import { may, roleFor, type Scope } from "../../server/rights.ts";
import { type Runtime, runtime } from "../../server/runtime.ts";
import { authenticate, type Viewer } from "../../server/session.ts";
import { isUnusableValue, UNUSABLE } from "../../server/unusable-value.ts";
import { idempotencyKey, once } from "./once.ts";

/** What a REST function is handed. */
export interface RestContext extends Runtime {
  readonly viewer: Viewer;
  readonly request: Request;
  readonly url: URL;
}

type Answer = Response | object;

/** Runs a REST function for whoever has the scope; known failures become their status with `{code, message}`, anything else a logged 500. */
export async function handle(
  request: Request,
  scope: Scope,
  act: (context: RestContext) => Promise<Answer>,
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
  const url = new URL(request.url);
  try {
    refuseKeyInUrl(url);
    const viewer = await authenticate(request.headers);
    if (viewer === null)
      throw new AppError(
        "unauthenticated",
        "Sign in, or send the header Authorization: Key <api key>.",
      );
    if (isForged(request, viewer)) throw new AppError("forbidden", FORGED);
    if (!may(viewer.role, scope))
      throw new AppError(
        "forbidden",
        `This needs the role ${roleFor(scope)}; an admin can give it.`,
      );
    const context = { ...runtime(), viewer, request, url };
    const key = idempotencyKey(request);
    if (key !== null) return await actOnce(context, key, act);
    const answer = await act(context);
    return answer instanceof Response ? answer : Response.json(answer);
  } catch (error) {
    return refusal(error, requestId);
  }
}

/** A URL ends up in histories, logs and referrers; Re:dash takes keys there. */
function refuseKeyInUrl({ searchParams }: URL): void {
  if (searchParams.has("api_key"))
    throw new AppError(
      "invalid",
      "A key in a URL is read by everyone on its way. Send the header Authorization: Key <api key> instead, and revoke this one.",
    );
}

async function actOnce(
  context: RestContext,
  key: string,
  act: (context: RestContext) => Promise<Answer>,
): Promise<Response> {
  const { request } = context;
  const body = await readText(request, MAX_KEYED_BYTES);
  const { method, headers, url } = request;
  // Its body was read for the comparison: the act gets one of its own.
  const again = new Request(url, { method, headers, body });
  return once(context, { key, body }, () => act({ ...context, request: again }));
}

function refusal(thrown: unknown, requestId: string): Response {
  const error = databaseTrouble(thrown) ?? thrown;
  if (error instanceof AppError)
    return Response.json(
      {
        code: error.code,
        message: error.message,
        ...(error.details === undefined ? {} : { details: error.details }),
      },
      { status: mappingOf(error.code).status, headers: headersOf(error.code) },
    );
  if (error instanceof ZodError) return Response.json({ message: wordsOf(error) }, { status: 400 });
  if (isUnusableValue(error)) return Response.json({ message: UNUSABLE }, { status: 400 });
  runtime().logger.error({ err: error, requestId }, "bug in a REST route");
  return Response.json(
    { message: `Something broke on our side (request ${requestId}).` },
    { status: 500 },
  );
}

function wordsOf({ issues }: ZodError): string {
  return issues
    .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
    .join("; ");
}

/** Beyond the largest body that any route takes. */
const MAX_KEYED_BYTES = 64 * 1024 * 1024;

/** Reads a JSON body of limited size. */
export async function readBody(request: Request, maxBytes = 2_000_000): Promise<unknown> {
  const text = await readText(request, maxBytes);
  // No body is an empty one: Re:dash's clients post nothing where they have nothing to say.
  const body = parsed(text === "" ? "{}" : text);
  if (body === undefined) throw new AppError("invalid", "The body is not JSON.");
  return body;
}

async function readText({ headers, body }: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new AppError("too_large", `The body may have up to ${maxBytes} bytes.`);
  // The declared length spares reading what is refused anyway; it may be missing or wrong, so the bytes are counted too.
  if (Number(headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
