import { AppError } from "@headwater/domain";
import { assertRole } from "@headwater/domain/rights";
import { ZodError } from "zod";
import { MAX_BODY_BYTES, MAX_IMPORT_BYTES } from "../body-limits.ts";
import { databaseTrouble } from "../database-trouble.ts";
import { headersOf, mappingOf } from "../error-map.ts";
import { FORGED, isRefusedAsForged } from "../forgery.ts";
import { bodyBytes, readJson, readText } from "../read-body.ts";
import { runtime } from "../runtime.ts";
import { authenticate } from "../session.ts";
import { isUnusableValue, UNUSABLE } from "../unusable-value.ts";
import { idempotencyKey, once } from "./once.ts";
import type { RestContext, RestRoute } from "./route.ts";

/** The parts of the path by their names. */
export type PathParts = Readonly<Record<string, string>>;

/** Answers a request by its route; known failures become their status with `{code, message}`, anything else a logged 500. */
export async function answerRoute(
  route: RestRoute,
  request: Request,
  parts: PathParts,
): Promise<Response> {
  if (route.action === null) return route.handleOpen(request);
  return guarded(request, route.action, (context) => act(route, context, parts));
}

/** Answers for people with the role for an action. */
export async function guarded(
  request: Request,
  action: Parameters<typeof assertRole>[1],
  answer: (context: RestContext) => Promise<unknown>,
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
    if (key !== null) return await actOnce(context, key, answer);
    return responseOf(await answer(context));
  } catch (error) {
    return refusal(error, requestId);
  }
}

type GuardedRoute = Exclude<RestRoute, { readonly action: null }>;

async function act(route: GuardedRoute, context: RestContext, parts: PathParts): Promise<unknown> {
  const { params, query, body, lists = [], maxBytes = MAX_BODY_BYTES } = route;
  const input = {
    params: params?.parse(parts),
    query: query?.parse(queryOf(context.url, lists)),
    body: body?.parse(await readJson(context.request, maxBytes)),
  };
  return route.handle(context, input);
}

/** The query by its names: of a name that stands several times the last value counts, a list has all of them. */
function queryOf({ searchParams }: URL, lists: readonly string[]): Record<string, unknown> {
  const all = lists.map((name) => [name, searchParams.getAll(name)] as const);
  return { ...Object.fromEntries(searchParams), ...Object.fromEntries(all) };
}

const responseOf = (answer: unknown): Response =>
  answer instanceof Response ? answer : Response.json(answer);

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
  answer: (context: RestContext) => Promise<unknown>,
): Promise<Response> {
  const { request } = context;
  const body = await readText(request, MAX_IMPORT_BYTES);
  const { method, headers, url } = request;
  // Its body was read for the comparison: the handler gets one of its own.
  const again = new Request(url, { method, headers, body });
  return once(context, { key, body }, async () =>
    Object(await answer({ ...context, request: again })),
  );
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
