import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError, type AppErrorCode } from "@headwater/domain";
import { REQUESTS, type RequestName } from "@headwater/query";
import type { Logger } from "@headwater/runtime";
import type { Handlers } from "./handlers.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;

const STATUS: Partial<Record<AppErrorCode, number>> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  too_large: 413,
  unavailable: 503,
};

/** Serves the requests on a private Unix socket; resolves when it listens. */
export async function serveRequests(
  socketPath: string,
  handlers: Handlers,
  logger: Logger,
): Promise<() => Promise<void>> {
  // Left by a role that was killed; the one that lives holds the home's lock.
  await rm(socketPath, { force: true });
  const server = createServer((request, response) => {
    answer(request, response, handlers).catch((error: unknown) => fail(response, error, logger));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(socketPath, resolve),
  );
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: Handlers,
): Promise<void> {
  const name = request.url?.slice(1) ?? "";
  if (request.method !== "POST" || !Object.hasOwn(REQUESTS, name))
    throw new AppError("not_found", "There is no such request.");
  const parsed = REQUESTS[name as RequestName].safeParse(JSON.parse(await bodyOf(request)));
  if (!parsed.success)
    throw new AppError("invalid", parsed.error.issues[0]?.message ?? "The request is not valid.");
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  // The schema of this very name has just checked the argument.
  const argument = parsed.data as never;
  if (name === "download") {
    const bytes = await handlers.download(argument);
    const first = await bytes.next();
    response.writeHead(200, { "content-type": "application/octet-stream" });
    if (!first.done) response.write(first.value);
    await pipeline(Readable.from(bytes), response).catch(() => response.destroy());
    return;
  }
  const value = await handlers[name as Exclude<RequestName, "download">](argument, gone.signal);
  const text = JSON.stringify(value ?? null);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
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
      message: known?.message ?? "The query service had an internal error.",
      details: known?.details,
    },
  };
  response.writeHead(known === null ? 500 : (STATUS[known.code] ?? 500), {
    "content-type": "application/json",
  });
  response.end(JSON.stringify(body));
}
