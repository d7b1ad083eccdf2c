import { AppError } from "@headwater/domain";
import { may } from "@headwater/domain/rights";
import { WRITE_SCHEMAS } from "@headwater/domain/schemas";
import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import superjson from "superjson";
import { MAX_BATCH_CALLS } from "../shell/batch-size.ts";
import { MAX_BODY_BYTES, MAX_IMPORT_BYTES } from "./body-limits.ts";
import { type Context, createContext } from "./context.ts";
import { headersOf, mappingOf } from "./error-map.ts";
import { bodyBytes, readText } from "./read-body.ts";
import { appRouter } from "./root.ts";
import { runtime } from "./runtime.ts";

const ENDPOINT = "/api/trpc";
const IMPORT = "admin.importSchemas";

/**
 * Answers a request of the portal's pages. A request that is refused as a whole is refused before
 * any of its calls begins.
 */
export async function answerTrpc(request: Request): Promise<Response> {
  const answerHeaders = new Headers();
  try {
    const context = await createContext(request, answerHeaders);
    const readable = await readRequest(request, context);
    return await call(readable, context);
  } catch (error) {
    return refusal(error);
  }
}

/**
 * Returns the request with its body read, up to the limit for its procedures; a request without
 * body stays the same.
 */
async function readRequest(request: Request, context: Context): Promise<Request> {
  const { method, headers, url } = request;
  const paths = pathsOf(url);
  if (paths.length > MAX_BATCH_CALLS)
    throw new AppError(
      "too_large",
      `A request has up to ${MAX_BATCH_CALLS} calls, this one has ${paths.length}: send several.`,
    );
  if (method !== "POST") return request;
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? ""))
    throw new TRPCError({ code: "UNSUPPORTED_MEDIA_TYPE", message: "Send JSON." });
  const { viewer } = context;
  // Only people who may import schemas may send a large body, so that others cannot fill the
  // memory.
  const isImport = paths.includes(IMPORT) && viewer !== null && may(viewer, WRITE_SCHEMAS);
  const { bodies } = runtime();
  const declared = bodyBytes(request);
  // Imports need no budget, because only one runs at a time.
  if (viewer !== null && !isImport) await bodies.take(viewer.id, declared);
  const body = await readText(request, isImport ? MAX_IMPORT_BYTES : MAX_BODY_BYTES);
  if (viewer !== null && !isImport && body.length > declared)
    bodies.charge(viewer.id, body.length - declared);
  return new Request(url, { method, headers, body, signal: request.signal });
}

/** The procedures that a request names, as tRPC reads them. */
function pathsOf(url: string): string[] {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.slice(ENDPOINT.length + 1);
  return searchParams.get("batch") === "1" ? path.split(/,|%2C/i) : [path];
}

function call(request: Request, context: Context): Promise<Response> {
  const { answerHeaders } = context;
  return fetchRequestHandler({
    endpoint: ENDPOINT,
    req: request,
    router: appRouter,
    createContext: () => context,
    allowMethodOverride: true,
    // tRPC has the same limit, because it splits the paths by its own rules.
    maxBatchSize: MAX_BATCH_CALLS,
    responseMeta({ errors }) {
      const headers = new Headers(answerHeaders);
      const known = errors.map(({ cause }) => cause).find((cause) => cause instanceof AppError);
      for (const [name, value] of Object.entries(known === undefined ? {} : headersOf(known)))
        headers.set(name, value);
      return { headers };
    },
  });
}

/** Makes a refusal in the form that tRPC's clients read, for one call and for many. */
function refusal(error: unknown): Response {
  const known = asTrpc(error);
  const status = getHTTPStatusCodeFromError(known);
  const { message, code, cause } = known;
  const data = { code, httpStatus: status };
  const shape = superjson.serialize({ message, code: TRPC_ERROR_CODES_BY_KEY[code], data });
  const headers = cause instanceof AppError ? headersOf(cause) : {};
  return Response.json({ error: shape }, { status, headers });
}

function asTrpc(error: unknown): TRPCError {
  if (error instanceof TRPCError) return error;
  if (!(error instanceof AppError)) throw error;
  return new TRPCError({ code: mappingOf(error.code).trpc, message: error.message, cause: error });
}
