import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const tree = mkdtempSync(join(tmpdir(), "headwater-boundaries-"));

afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** One planted violation per rule: the name of the rule, and the files that break the rule. */
const PLANTED: Record<string, Record<string, string>> = {
  "no-cycles": {
    "packages/log/src/a.ts": 'import "./b.ts";',
    "packages/log/src/b.ts": 'import "./a.ts";',
  },
  "packages-never-import-apps": {
    "packages/log/src/app.ts": 'import "../../../apps/cli/src/x.ts";',
    "apps/cli/src/x.ts": "export const x = 1;",
  },
  "apps-never-import-apps": { "apps/web/src/server/other.ts": 'import "../../../cli/src/x.ts";' },
  "schemas-import-nothing-internal": {
    "packages/schemas/src/s.ts": 'import "../../log/src/free.ts";',
    "packages/log/src/free.ts": "export const free = 1;",
  },
  // The pattern of the rule also covers a package that no rule names.
  "domain-imports-only-schemas": {
    "packages/domain/src/d.ts": 'import "../../newcomer/src/n.ts";',
    "packages/newcomer/src/n.ts": "export const n = 1;",
  },
  "runtime-stands-alone": { "packages/runtime/src/r.ts": 'import "../../log/src/free.ts";' },
  "log-stands-alone": {
    "packages/log/src/l.ts": 'import "../../runtime/src/r2.ts";',
    "packages/runtime/src/r2.ts": "export const r = 1;",
  },
  "lake-imports-only-schemas": { "packages/lake/src/k.ts": 'import "../../runtime/src/r2.ts";' },
  "query-imports-only-contract-and-lake": {
    "packages/query/src/q.ts": 'import "../../runtime/src/r2.ts";',
  },
  "db-imports-only-contract": { "packages/db/src/q.ts": 'import "../../runtime/src/r2.ts";' },
  "pure-packages-do-no-io": { "packages/domain/src/io.ts": 'import "node:fs";' },
  "drivers-stay-in-their-package": { "apps/cli/src/driver.ts": 'import "pg";' },
  "portal-never-touches-the-log": {
    "apps/web/src/server/log.ts": 'import "../../../../packages/log/src/free.ts";',
  },
  "portal-never-touches-the-lake": {
    "apps/web/src/server/lake.ts": 'import "../../../../packages/lake/src/write.ts";',
    "packages/lake/src/write.ts": "export const w = 1;",
  },
  "portal-imports-the-query-client-only": {
    "apps/web/src/server/engine.ts": 'import "../../../../packages/query/src/engine/e.ts";',
    "packages/query/src/engine/e.ts": "export const e = 1;",
  },
  "capabilities-of-the-domain-meet-at-their-index": {
    "packages/domain/src/one/o.ts": 'import "../two/inside.ts";',
    "packages/domain/src/two/inside.ts": "export const i = 1;",
  },
  "stores-meet-at-their-index": {
    "packages/db/src/one/o.ts": 'import "../two/inside.ts";',
    "packages/db/src/two/inside.ts": "export const i = 1;",
  },
  "stages-do-not-import-each-other": {
    "apps/pipeline/src/brand-new/e.ts": 'import "../newer/l.ts";',
    "apps/pipeline/src/newer/l.ts": "export const l = 1;",
  },
  "features-meet-through-public-only": {
    "apps/web/src/features/one/a.ts": 'import "../two/inside.ts";',
    "apps/web/src/features/two/inside.ts": "export const i = 1;",
  },
  "ui-knows-no-feature": { "apps/web/src/ui/u.ts": 'import "../features/two/inside.ts";' },
  "routes-are-thin": { "apps/web/src/app/x/page.tsx": 'import "../../features/two/inside.ts";' },
  "browser-code-imports-server-as-type-only": {
    "apps/web/src/features/one/view.tsx": 'import "../../server/secret.ts";',
    "apps/web/src/server/secret.ts": "export const s = 1;",
  },
  "testkit-only-in-tests": {
    "apps/cli/src/kit.ts": 'import "../../../packages/testkit/src/kit.ts";',
    "packages/testkit/src/kit.ts": "export const k = 1;",
  },
  "no-orphans": { "packages/log/src/orphan.ts": "export const alone = 1;" },
  "declared-dependencies-only": { "apps/cli/src/undeclared.ts": 'import "zod";' },
  resolvable: { "apps/cli/src/nowhere.ts": 'import "./does-not-exist.ts";' },
};

function plant(): void {
  for (const files of Object.values(PLANTED)) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), `${text}\n`);
    }
  }
  cpSync(join(ROOT, ".dependency-cruiser.mjs"), join(tree, ".dependency-cruiser.mjs"));
  cpSync(join(ROOT, "tsconfig.base.json"), join(tree, "tsconfig.base.json"));
  cpSync(join(ROOT, "apps/web/tsconfig.json"), join(tree, "apps/web/tsconfig.json"));
  writeFileSync(join(tree, "package.json"), '{ "name": "planted", "type": "module" }');
  writeFileSync(join(tree, "apps/cli/package.json"), '{ "name": "cli", "type": "module" }');
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
}

function brokenRules(): Set<string> {
  const program = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const args = [
    program,
    "--config",
    ".dependency-cruiser.mjs",
    "--output-type",
    "json",
    "apps",
    "packages",
  ];
  // The exit code is the number of violations, so only the report counts.
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return new Set(report.summary.violations.map((violation) => violation.rule.name));
}

plant();
const broken = brokenRules();

test.each(Object.keys(PLANTED))("%s fires on a planted violation", (rule) => {
  expect([...broken]).toContain(rule);
});

test("every rule of the configuration is planted here", async () => {
  const { default: config } = (await import("../.dependency-cruiser.mjs" as string)) as {
    default: { forbidden: { name: string }[] };
  };
  expect(config.forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(PLANTED).sort());
});
