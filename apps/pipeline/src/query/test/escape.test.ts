import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BOMBS, HOSTILE } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;
let file: string;

beforeAll(async () => {
  lab = await openQueryLab({
    HEADWATER_QUERY_MEMORY_MB: "256",
    HEADWATER_QUERY_WORKERS: "3",
    HEADWATER_QUERY_THREADS: "1",
  });
  const [made] = await lab.addTable({
    namespace: "shop",
    name: "visit_v1",
    columns: [
      { name: "submission_timestamp", type: { kind: "timestamp" } },
      { name: "amount", type: { kind: "bigint" } },
    ],
    days: {
      "2026-03-01":
        "SELECT TIMESTAMP '2026-03-01 10:00:00' AS submission_timestamp, i AS amount FROM range(10) t(i)",
    },
  });
  file = join(lab.config.paths.lake, made?.path ?? "");
});

afterAll(() => lab.close());

const fingerprint = (folder: string) => {
  const hash = createHash("sha256");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    hash.update(path);
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest("hex");
};

// The portal lets a viewer run only saved statements. The query role must be safe without that
// rule.
describe.each(["vic", "ann"] as const)("a hostile statement of %s", (user) => {
  it("is refused, reads no file and writes no file", async () => {
    const before = fingerprint(lab.config.paths.lake);
    for (const text of HOSTILE) {
      const sql = text.replaceAll("LAKE", lab.config.paths.lake).replaceAll("FILE", file);
      const { execution, firstPage } = await lab.run(sql, { user });
      expect(execution, sql).toMatchObject({ state: "failed", rows: null });
      expect(firstPage, sql).toBeNull();
      expect(["sql_not_allowed", "catalog", "parse"], sql).toContain(execution.error?.code);
    }
    expect(fingerprint(lab.config.paths.lake)).toBe(before);
    const { length } = HOSTILE;
    process.stdout.write(
      `hostile statements of ${user}: ${length} tried, ${length} refused, 0 harmless, 0 escaped\n`,
    );
    const audited = await lab.database.prisma.auditEvent.count({
      where: { userId: user, outcome: "refused" },
    });
    expect(audited).toBeGreaterThan(HOSTILE.length / 2);
  });
});

describe("a statement that needs endless time or memory", () => {
  it("ends at its deadline and does not affect other statements", async () => {
    const ends = await Promise.all(
      BOMBS.map(async (sql) => {
        const { execution } = await lab.run(sql, { user: "ann", timeoutMs: 1000 });
        return { sql, state: execution.state, code: execution.error?.code, execution };
      }),
    );
    for (const { sql, state, code, execution } of ends) {
      // A few statements may finish, e.g. because the engine finds a cheaper plan.
      if (state === "finished") continue;
      expect(["timeout", "out_of_memory", "worker_killed", "runtime"], sql).toContain(code);
      const took = Number(execution.finishedAt) - Number(execution.startedAt);
      expect(took, sql).toBeLessThan(1000 + 2000 + 1500);
    }
    const { execution } = await lab.run("SELECT sum(amount) FROM shop.visit", { user: "bob" });
    expect(execution.state).toBe("finished");
  });
});
