import { AppError } from "@headwater/domain";
import { TRPCError } from "@trpc/server";
import { mappingOf } from "./error-map.ts";
import { FORGED, isRefusedAsForged } from "./forgery.ts";
import { type Runtime, runtime } from "./runtime.ts";
import { authenticate, type Viewer } from "./session.ts";

/** The context of a procedure's call. */
export interface Context extends Runtime {
  readonly viewer: Viewer | null;
  readonly requestId: string;
  /** Aborts when the client no longer waits for the answer. */
  readonly gone: AbortSignal;
  /** Headers of the request. */
  readonly headers: Headers;
  /** Headers of the answer, e.g. a new cookie. */
  readonly answerHeaders: Headers;
}

/**
 * Makes the context of one request. A request that another site made a browser send is refused here
 * for all procedures, because a check in each procedure would be forgotten in one.
 */
export async function createContext(
  request: Request,
  answerHeaders = new Headers(),
): Promise<Context> {
  const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
  const viewer = await authenticate(request.headers).catch((error: unknown) => {
    throw error instanceof AppError
      ? new TRPCError({ code: mappingOf(error.code).trpc, message: error.message, cause: error })
      : error;
  });
  if (isRefusedAsForged(request, viewer))
    throw new TRPCError({ code: "FORBIDDEN", message: FORGED });
  const { headers, signal: gone } = request;
  return { ...runtime(), viewer, requestId, gone, headers, answerHeaders };
}
