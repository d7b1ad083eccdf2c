import type { Database } from "../../../packages/db/src/index.ts";
import { createSignInLink, createUser } from "../../../packages/db/src/people/index.ts";

/** A person with a session like a browser's. */
export interface PortalPerson {
  /** Calls a procedure of the portal's pages; returns the status and the data of the answer. */
  call(path: string, input: unknown): Promise<{ status: number; data: unknown }>;
  /** Sends a GET for a path; returns the status after the whole body has arrived. */
  get(path: string): Promise<number>;
  /** Runs a statement to its end; returns the id of the execution. */
  run(sql: string): Promise<string>;
}

/** Adds a person and signs in with a one-time link. */
export async function addPerson(
  database: Database,
  url: string,
  name: string,
): Promise<PortalPerson> {
  const email = `${name}@example.org`;
  const { id } = await createUser(database, { email, name, role: "analyst" });
  const token = await createSignInLink(database, id);
  const own = { origin: url, "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const signedIn = await fetch(`${url}/api/auth/sign-in/link`, {
    method: "POST",
    headers: own,
    body: JSON.stringify({ token }),
  });
  if (!signedIn.ok) throw new Error(`signing in: ${signedIn.status} ${await signedIn.text()}`);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const headers = { ...own, cookie };
  const call: PortalPerson["call"] = async (path, input) => {
    const body = JSON.stringify({ json: input });
    const response = await fetch(`${url}/api/trpc/${path}`, { method: "POST", headers, body });
    const answer = (await response.json()) as { result?: { data?: { json?: unknown } } };
    return { status: response.status, data: answer.result?.data?.json };
  };
  return {
    call,
    async get(path) {
      const response = await fetch(`${url}${path}`, { headers });
      for await (const _ of response.body ?? []);
      return response.status;
    },
    async run(sql) {
      const first = await call("sql.run", { sql, rowLimit: null, fresh: true });
      let progress = first.data as Progress;
      while (progress.execution.state === "queued" || progress.execution.state === "running") {
        const { id: executionId } = progress.execution;
        const wait = { executionId, after: progress.revision, waitMs: 10_000 };
        progress = (await call("sql.progress", wait)).data as Progress;
      }
      if (progress.execution.state !== "finished")
        throw new Error(`${progress.execution.state}: ${progress.execution.error?.message}`);
      return progress.execution.id;
    },
  };
}

interface Progress {
  readonly revision: number;
  readonly execution: {
    readonly id: string;
    readonly state: string;
    readonly error: { readonly message: string } | null;
  };
}
