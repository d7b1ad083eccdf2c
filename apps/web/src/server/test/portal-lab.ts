import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "@headwater/db";
import { createUser } from "@headwater/db/people";
import type { Role } from "@headwater/domain/rights";
import { createTestDatabase } from "@headwater/testkit";
import { vi } from "vitest";
import { auth } from "../auth.ts";
import { runtime } from "../runtime.ts";

export const ORIGIN = "http://127.0.0.1:3000";

/** The portal's own composition root over a real PostgreSQL; without a query role. */
export interface PortalLab {
  readonly database: Database;
  /** Adds a person of a role, with an API key. */
  person(role: Role): Promise<{ id: string; email: string; key: string }>;
  close(): Promise<void>;
}

let people = 0;

export async function openPortalLab(): Promise<PortalLab> {
  const home = mkdtempSync(join(tmpdir(), "headwater-portal-"));
  const place = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", place.url);
  vi.stubEnv("HEADWATER_HOME", home);
  vi.stubEnv("HEADWATER_PUBLIC_URL", ORIGIN);
  vi.stubEnv("HEADWATER_LOG_LEVEL", "error");
  const { database, healthDatabase } = runtime();
  return {
    database,
    async person(role) {
      people += 1;
      const email = `${role}-${people}@example.org`;
      const { id } = await createUser(database, { email, name: email, role });
      const { key } = await auth().api.createApiKey({ body: { name: "lab", userId: id } });
      return { id, email, key };
    },
    async close() {
      await healthDatabase.close();
      await database.close();
      await place.remove();
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

interface Ask {
  readonly method?: string;
  readonly key?: string | undefined;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A client's request with a key, with a cookie, or without either. */
export function request(path: string, ask: Ask = {}): Request {
  const { method = "GET", key, cookie, headers = {}, body } = ask;
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Key ${key}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      host: "127.0.0.1:3000",
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The cookies that an answer sets, in the form in which a browser sends them back. */
export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
