import { type Runtime, runtime } from "./runtime.ts";
import { authenticate, type Viewer } from "./session.ts";

/** What a procedure is handed. */
export interface Context extends Runtime {
  readonly viewer: Viewer | null;
  readonly requestId: string;
}

/** Makes the context of one request. */
export async function createContext(headers: Headers): Promise<Context> {
  const requestId = headers.get("x-request-id") ?? crypto.randomUUID();
  return { ...runtime(), viewer: await authenticate(headers), requestId };
}
