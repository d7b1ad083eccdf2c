import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startStack } from "../../../scripts/stack.mjs";
import { commandLine, eventually, processesOf, runProject, submit } from "./stack-client.ts";

const home = mkdtempSync(join(tmpdir(), "headwater-lifecycle-"));
const API_KEY = `hw_system_test_${randomUUID()}`;
const ADMIN = {
  HEADWATER_ADMIN_EMAIL: "admin@example.org",
  HEADWATER_ADMIN_PASSWORD: "a long enough one",
  HEADWATER_ADMIN_API_KEY: API_KEY,
};
const SUPERVISOR = "apps/supervisor/src/main.ts";

afterAll(() => rmSync(home, { recursive: true, force: true }));

test("every bad setting is named in one message and the start fails", async () => {
  const env = {
    HEADWATER_HOME: home,
    HEADWATER_PORT: "99999",
    HEADWATER_DEMO: "perhaps",
    HEADWATER_ADMIN_API_KEY: "short",
    HEADWATER_ROLES: "edge,fish",
    HEADWATER_GEO_DB: join(home, "missing.mmdb"),
    HEADWATER_STORE: "/dev/null/lake",
  };
  // A setting that the user gave as an option is named as an option.
  const { code, stderr } = await runProject(SUPERVISOR, ["HEADWATER_PORT"], env);
  expect(code).toBe(1);
  const { HEADWATER_HOME: _home, HEADWATER_PORT: _port, ...others } = env;
  for (const name of [...Object.keys(others), "--port"]) expect(stderr).toContain(`  ${name}: `);
});

test("a database that can't be used is reported in one line, without its password", async () => {
  const { code, stderr } = await runProject(SUPERVISOR, [], {
    HEADWATER_HOME: home,
    HEADWATER_PORT: "0",
    HEADWATER_EDGE_PORT: "0",
    DATABASE_URL: "postgresql://me:hush@127.0.0.1:1/hw",
  });
  expect([code, stderr]).toEqual([
    1,
    "DATABASE_URL can't be used: 127.0.0.1:1/hw: no server listens at this address.\n",
  ]);
});

test("the error about a taken port names the option that changes the port", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const { code, stderr } = await runProject(SUPERVISOR, [], {
    HEADWATER_HOME: home,
    HEADWATER_PORT: String(port),
    HEADWATER_EDGE_PORT: "0",
  });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(
    `127.0.0.1:${port} is taken by another program. Choose another with --port.`,
  );
});

// A recursive mkdir in /proc never returns.
test.each(["/dev/null/home", "/proc/home"])(
  "the error about the home %s, which can't be made, names it",
  async (home) => {
    const { code, stderr } = await runProject(SUPERVISOR, [], {
      HEADWATER_HOME: home,
      HEADWATER_PORT: "0",
      HEADWATER_EDGE_PORT: "0",
    });
    expect(code).toBe(1);
    expect(stderr).toContain("can't be written");
  },
);

test("a second start on one home names the first one, and a start after SIGKILL of all processes has lost nothing", async () => {
  const first = await startStack({ home, demo: "off", env: ADMIN });
  const second = await runProject(SUPERVISOR, [], {
    HEADWATER_HOME: home,
    HEADWATER_PORT: "0",
    HEADWATER_EDGE_PORT: "0",
  });
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/is in use by another Headwater: process \d+ at http/);

  for (let n = 0; n < 50; n += 1)
    expect(
      await submit(first.edgeUrl, `/submit/system/nothing/1/${randomUUID()}`, `{"n":${n}}`),
    ).toBe(200);
  killEverything();
  const again = await startStack({ home, demo: "off" });
  try {
    const cli = commandLine(again.url, API_KEY);
    const rejected = () =>
      cli.rows(
        "SELECT count(DISTINCT document_id)::INT AS n, count(*)::INT AS all FROM pipeline.rejected WHERE document_namespace = 'system'",
      );
    expect(await eventually(rejected, ([row]) => row?.["n"] === 50)).toEqual([{ n: 50, all: 50 }]);
    // The admin has a password, so that no link is printed. An admin who lost the password gets a
    // link on the machine itself, without a key.
    expect([first.signInUrl, again.signInUrl]).toEqual([null, null]);
    const made = await runProject("apps/cli/src/main.ts", ["signin-link", "--home", home], {});
    const token = /token=(\S+)/.exec(made.stdout)?.[1];
    expect(made.stdout).toContain(`${again.url}/sign-in/link?token=`);
    const signedIn = await fetch(`${again.url}/api/auth/sign-in/link`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    expect(signedIn.status).toBe(200);
    const metrics = await (await fetch(`${again.url}/metrics`)).text();
    for (const stage of ["edge", "loader", "batch", "query"])
      expect(metrics).toMatch(
        new RegExp(
          `^process_cpu_seconds_total\\{instance="${stage}@[^"]+",role="${stage}"\\}`,
          "m",
        ),
      );
  } finally {
    expect(await again.stop()).toBe(0);
  }
  expect(processesOf(home)).toEqual([]);
});

/** Sends SIGKILL to the supervisor, to every child and to the database at the same time. */
function killEverything(): void {
  for (const pid of processesOf(home)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // The process ended by itself meanwhile.
    }
  }
}
