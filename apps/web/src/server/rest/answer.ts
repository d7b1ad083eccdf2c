import { AppError } from "@headwater/domain";
import { assertRole } from "@headwater/domain/rights";
import { ZodError } from "zod";
import { MAX_BODY_BYTES } from "../body-limits.ts";
import { databaseTrouble } from "../database-trouble.ts";
import { headersOf, mappingOf } from "../error-map.ts";
import { FORGED, isRefusedAsForged } from "../forgery.ts";
import { bodyBytes, jsonOf, readText } from "../read-body.ts";
import { runtime } from "../runtime.ts";
import { authenticate } from "../session.ts";
import { isUnusableValue, UNUSABLE } from "../unusable-value.ts";
import { idempotencyKey, once } from "./once.ts";
import type { RestContext, RestRoute } from "./route.ts";

/** The parts of the path by their names. */
export type PathParts = Readonly<Record<string, string>>;

/** The body as text: read when a handler needs the body, and no more than once. */
type ReadText = () => Promise<string>;

type Act = (context: RestContext, readBody: ReadText) => Promise<unknown>;

interface Guard {
  readonly action: Parameters<typeof assertRole>[1];
  /**
   * The most bytes of a body that may be larger than usual; such work waits for its turn and needs
   * no budget.
   */
  readonly maxBytes?: number | undefined;
}

/**
 * Answers a request by its route; known failures become their status with `{code, message}`,
 * anything else a logged 500.
 */
export async function answerRoute(
  route: RestRoute,
  request: Request,
  parts: PathParts,
): Promise<Response> {
  const answered = await answerWhole(route, request, parts);
  if (request.method !== "HEAD") return answered;
  // Nobody reads these bytes, so their source is cancelled now and not at the garbage collection.
  await answered.body?.cancel();
  return new Response(null, answered);
}

function answerWhole(route: RestRoute, request: Request, parts: PathParts): Promise<Response> {
  if (route.action === null)
    return route
      .handleOpen(request)
      .catch((error: unknown) => refusal(error, requestIdOf(request)));
  return guarded(request, route, (context, readBody) => act(route, context, { parts, readBody }));
}

/** Answers for people with the role for an action. */
export async function guarded(request: Request, guard: Guard, answer: Act): Promise<Response> {
  const { action, maxBytes } = guard;
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
    if (maxBytes === undefined) await context.bodies.take(viewer.id, bodyBytes(request));
    const readBody = () => readBooked(context, maxBytes);
    const key = idempotencyKey(request);
    if (key !== null) return await actOnce(context, { key, readBody }, answer);
    return responseOf(await answer(context, readBody));
  } catch (error) {
    return refusal(error, requestIdOf(request));
  }
}

const requestIdOf = ({ headers }: Request): string =>
  headers.get("x-request-id") ?? crypto.randomUUID();

/** Reads a body and books bytes beyond its declared length on the sender's budget. */
async function readBooked(
  { request, bodies, viewer }: RestContext,
  maxBytes: number | undefined,
): Promise<string> {
  const text = await readText(request, maxBytes ?? MAX_BODY_BYTES);
  const undeclared = Buffer.byteLength(text) - bodyBytes(request);
  if (maxBytes === undefined && undeclared > 0) bodies.charge(viewer.id, undeclared);
  return text;
}

type GuardedRoute = Exclude<RestRoute, { readonly action: null }>;

interface Sent {
  readonly parts: PathParts;
  readonly readBody: ReadText;
}

async function act(
  route: GuardedRoute,
  context: RestContext,
  { parts, readBody }: Sent,
): Promise<unknown> {
  const { params, query, body, lists = [] } = route;
  const input = {
    params: params?.parse(parts),
    query: query?.parse(queryOf(context.url, lists)),
    body: body?.parse(jsonOf(await readBody())),
  };
  return route.handle(context, input);
}

/**
 * The query string as an object. The last value of a repeated name counts, but a list has all its
 * values.
 */
function queryOf({ searchParams }: URL, lists: readonly string[]): Record<string, unknown> {
  const all = lists.map((name) => [name, searchParams.getAll(name)] as const);
  return { ...Object.fromEntries(searchParams), ...Object.fromEntries(all) };
}

const responseOf = (answer: unknown): Response =>
  answer instanceof Response ? answer : Response.json(answer);

/**
 * Refuses a key in the address, where Re:dash accepts keys: an address is stored in histories, logs
 * and referrers.
 */
function refuseKeyInUrl({ searchParams }: URL): void {
  if (searchParams.has("api_key"))
    throw new AppError(
      "invalid",
      "A key in a URL is read by everyone on its way. Send the header Authorization: Key <api key> instead, and revoke this one.",
    );
}

interface Keyed {
  readonly key: string;
  readonly readBody: ReadText;
}

async function actOnce(
  context: RestContext,
  { key, readBody }: Keyed,
  answer: Act,
): Promise<Response> {
  // The body shows whether the request is the same as the earlier one with this key.
  const body = await readBody();
  return once(context, { key, body }, async () => Object(await answer(context, async () => body)));
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
    { message: `The portal failed on request ${requestId}. Its log has the reason.` },
    { status: 500 },
  );
}

function wordsOf({ issues }: ZodError): string {
  return issues
    .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
    .join("; ");
}
