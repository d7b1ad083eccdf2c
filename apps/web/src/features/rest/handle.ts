import { AppError } from "@headwater/domain";
import { ZodError } from "zod";
import { headersOf, mappingOf } from "../../server/error-map.ts";
import { FORGED, isForged } from "../../server/forgery.ts";
import { may, roleFor, type Scope } from "../../server/rights.ts";
import { type Runtime, runtime } from "../../server/runtime.ts";
import { authenticate, type Viewer } from "../../server/session.ts";
import { isUnusableValue, UNUSABLE } from "../../server/unusable-value.ts";

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
  try {
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
    const answer = await act({ ...runtime(), viewer, request, url: new URL(request.url) });
    return answer instanceof Response ? answer : Response.json(answer);
  } catch (error) {
    return refusal(error, requestId);
  }
}

function refusal(error: unknown, requestId: string): Response {
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

/** Reads a JSON body of limited size. */
export async function readBody(request: Request, maxBytes = 2_000_000): Promise<unknown> {
  // The declared length spares reading what is refused anyway; it may be missing or wrong, so the text is measured too.
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes)
    throw new AppError("too_large", `The body may have up to ${maxBytes} bytes.`);
  const text = await request.text();
  if (text.length > maxBytes)
    throw new AppError("too_large", `The body may have up to ${maxBytes} bytes.`);
  // No body is an empty one: Re:dash's clients post nothing where they have nothing to say.
  const body = parsed(text === "" ? "{}" : text);
  if (body === undefined) throw new AppError("invalid", "The body is not JSON.");
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
