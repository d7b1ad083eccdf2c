import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError, type AppErrorCode } from "@headwater/domain";
import { type CallHandlers, type CallName, DOWNLOAD, isCall, wireOf } from "@headwater/query";
import type { Clock, Logger } from "@headwater/runtime";
import type { ZodSafeParseResult } from "zod";
import type { Handlers } from "./handlers.ts";
import { shareSocket } from "./shared-socket.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;

const STATUS: Partial<Record<AppErrorCode, number>> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  too_large: 413,
  unavailable: 503,
};

interface ServeOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Serves the requests on the private Unix socket that the portal knows; resolves when an instance
 * listens there.
 */
export function serveRequests(
  socketPath: string,
  handlers: Handlers,
  { clock, logger }: ServeOptions,
): Promise<() => Promise<void>> {
  return shareSocket(socketPath, {
    clock,
    logger,
    open: () => {
      const server = createServer((request, response) => {
        answer(request, response, handlers).catch((error: unknown) =>
          fail(response, error, logger),
        );
      });
      server.keepAliveTimeout = 60_000;
      return server;
    },
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: Handlers,
): Promise<void> {
  const name = request.url?.slice(1) ?? "";
  if (request.method !== "POST" || (name !== "download" && !isCall(name)))
    throw new AppError("not_found", "This request does not exist.");
  const json: unknown = JSON.parse(await bodyOf(request));
  if (name === "download")
    return sendBytes(response, await handlers.download(accepted(DOWNLOAD.safeParse(json))));
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const text = JSON.stringify(await answerOf({ name, json, handlers, gone: gone.signal }));
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

interface ValueCall<Name extends CallName> {
  readonly name: Name;
  readonly json: unknown;
  readonly handlers: Handlers;
  readonly gone: AbortSignal;
}

async function answerOf<Name extends CallName>(call: ValueCall<Name>): Promise<unknown> {
  const { readInput, writeOutput } = wireOf(call.name);
  const handle: CallHandlers[Name] = call.handlers[call.name];
  return writeOutput(await handle(accepted(readInput(call.json)), call.gone));
}

/** Returns the parsed input; throws AppError `invalid` if the schema refused the input. */
function accepted<Value>(parsed: ZodSafeParseResult<Value>): Value {
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", parsed.error.issues[0]?.message ?? "The request is not valid.");
}

async function sendBytes(response: ServerResponse, bytes: AsyncGenerator<Buffer>): Promise<void> {
  const first = await bytes.next();
  response.writeHead(200, { "content-type": "application/octet-stream" });
  if (!first.done) response.write(first.value);
  await pipeline(Readable.from(bytes), response).catch(() => response.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MAX_BODY_BYTES) throw new AppError("too_large", "The request is too large.");
  }
  return Buffer.concat(chunks).toString();
}

function fail(response: ServerResponse, error: unknown, logger: Logger): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof AppError ? error : null;
  if (known === null) logger.error({ err: error }, "a request failed");
  const body = {
    error: {
      code: known?.code ?? "unavailable",
      message: known?.message ?? "The query service had an internal error. Try again.",
      details: known?.details,
    },
  };
  response.writeHead(known === null ? 500 : (STATUS[known.code] ?? 500), {
    "content-type": "application/json",
  });
  response.end(JSON.stringify(body));
}
