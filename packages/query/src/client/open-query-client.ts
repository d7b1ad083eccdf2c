import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { AppError, type AppErrorCode, type Execution } from "@headwater/domain";
import type { ExecutionProgress, QueryClient } from "../protocol.ts";
import type { RequestName } from "../wire.ts";

interface ErrorBody {
  readonly error?: {
    readonly code?: AppErrorCode;
    readonly message?: string;
    readonly details?: unknown;
  };
}

/** Opens a client of the query role on its private socket; it connects at each call, so the role may come and go. */
export function openQueryClient(socketPath: string): QueryClient {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const call = <Value>(name: RequestName, body: unknown) =>
    exchange({ agent, socketPath, name, body }).then(readJson<Value>);
  return {
    progress: async (executionId, options) =>
      revived(await call<ExecutionProgress>("progress", { executionId, ...options })),
    page: (executionId, request, userId) => call("page", { executionId, request, userId }),
    chart: (executionId, request, userId) => call("chart", { executionId, request, userId }),
    profile: (executionId, column, userId) => call("profile", { executionId, column, userId }),
    async download(executionId, request, userId) {
      const response = await exchange({
        agent,
        socketPath,
        name: "download",
        body: { executionId, userId, ...request },
      });
      if (response.statusCode !== 200) await readJson(response);
      // Node types its web streams apart from the browser's; they are the same thing.
      return Readable.toWeb(response) as ReadableStream<Uint8Array>;
    },
    cancel: async (executionId) => void (await call("cancel", { executionId })),
    validate: (sql, user) => call("validate", { sql, user }),
    complete: (sql, cursor, user) => call("complete", { sql, cursor, user }),
    functions: () => call("functions", {}),
    status: () => call("status", {}),
  };
}

interface Exchange {
  readonly agent: Agent;
  readonly socketPath: string;
  readonly name: RequestName;
  readonly body: unknown;
}

function exchange({ agent, socketPath, name, body }: Exchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
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
        new AppError("unavailable", "The query service does not answer; it may be starting.", {
          cause,
          retryable: true,
        }),
      ),
    );
    request.end(text);
  });
}

async function readJson<Value>(response: IncomingMessage): Promise<Value> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
  if (response.statusCode === 200) return body as Value;
  const { error } = body as ErrorBody;
  throw new AppError(error?.code ?? "unavailable", error?.message ?? "The query service failed.", {
    details: error?.details,
  });
}

// JSON has no dates.
function revived(progress: ExecutionProgress): ExecutionProgress {
  const { execution } = progress;
  const date = (value: Date | null) => (value === null ? null : new Date(value));
  const dated: Execution = {
    ...execution,
    queuedAt: new Date(execution.queuedAt),
    startedAt: date(execution.startedAt),
    finishedAt: date(execution.finishedAt),
  };
  return { ...progress, execution: dated };
}
