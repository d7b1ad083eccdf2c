import { AppError } from "@headwater/domain";
import { type Action, assertRole } from "@headwater/domain/rights";
import { ZodError } from "zod";
import { MAX_BODY_BYTES, MAX_IMPORT_BYTES } from "../../server/body-limits.ts";
import { databaseTrouble } from "../../server/database-trouble.ts";
import { headersOf, mappingOf } from "../../server/error-map.ts";
import { FORGED, isRefusedAsForged } from "../../server/forgery.ts";
import { bodyBytes, readJson, readText } from "../../server/read-body.ts";
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

/** Runs a REST function for people with the role for its action; known failures become their status with `{code, message}`, anything else a logged 500. */
export async function handle<Subject>(
  request: Request,
  action: Action<Subject>,
  act: (context: RestContext) => Promise<Answer>,
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
  const url = new URL(request.url);
  try {
    refuseKeyInUrl(url);
    const viewer = await authenticate(request.headers);
    if (isRefusedAsForged(request, viewer)) throw new AppError("forbidden", FORGED);
    if (viewer === null)
      throw new AppError(
        "unauthenticated",
        "Sign in, or send the header Authorization: Key <api key>.",
      );
    assertRole(viewer, action);
    const context = { ...runtime(), viewer, request, url };
    await context.bodies.take(viewer.id, bodyBytes(request));
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
  const body = await readText(request, MAX_IMPORT_BYTES);
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
      { status: mappingOf(error.code).status, headers: headersOf(error) },
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

/** Reads a JSON body of limited size. */
export function readBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  return readJson(request, maxBytes);
}
