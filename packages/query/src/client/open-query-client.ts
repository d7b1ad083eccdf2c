import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { AppError, type AppErrorCode } from "@headwater/domain";
import type { CallInput, CallName, CallOutput, QueryClient } from "../protocol/calls.ts";
import { wireOf } from "../protocol/wire.ts";

interface ErrorBody {
  readonly error?: {
    readonly code?: AppErrorCode;
    readonly message?: string;
    readonly details?: unknown;
  };
}

/**
 * Opens a client of the query role on its private socket. The client connects at each call, so the
 * role may stop and start in between.
 */
export function openQueryClient(socketPath: string): QueryClient {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const call =
    <Name extends CallName>(name: Name) =>
    async (input: CallInput<Name>): Promise<CallOutput<Name>> =>
      wireOf(name).readOutput(await readJson(await exchange({ agent, socketPath, name, input })));
  return {
    progress: call("progress"),
    page: call("page"),
    chart: call("chart"),
    profile: call("profile"),
    cancel: call("cancel"),
    validate: call("validate"),
    complete: call("complete"),
    functions: call("functions"),
    verify: call("verify"),
    status: call("status"),
    async download(input) {
      const response = await exchange({ agent, socketPath, name: "download", input });
      if (response.statusCode !== 200) await readJson(response);
      // Node has its own types for web streams; the streams are the same as the browser's.
      return Readable.toWeb(response) as ReadableStream<Uint8Array>;
    },
  };
}

interface Exchange {
  readonly agent: Agent;
  readonly socketPath: string;
  readonly name: CallName | "download";
  readonly input: object;
}

function exchange({ agent, socketPath, name, input }: Exchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(input);
    const request = httpRequest(
      {
        agent,
        socketPath,
        path: `/${name}`,
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        },
      },
      resolve,
    );
    request.on("error", (cause) =>
      reject(
        new AppError(
          "unavailable",
          "The query service does not answer. It may still be starting: try again in a moment.",
          {
            cause,
            retryable: true,
          },
        ),
      ),
    );
    request.end(text);
  });
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
  if (response.statusCode === 200) return body;
  const { error } = body as ErrorBody;
  throw new AppError(error?.code ?? "unavailable", error?.message ?? "The query service failed.", {
    details: error?.details,
  });
}
