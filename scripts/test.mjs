// `npm test`: installs what is missing, then runs every check; the last line is `N passed, N failed, N skipped`.
// `--fast` runs the checks alone; `--only=unit` or `--only=portal` one part.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, NODE, ROOT } from "./install.mjs";
import { startStack } from "./stack.mjs";

const ONLY = process.argv.includes("--fast")
  ? "checks"
  : process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);
const wants = (part) => ONLY === undefined || ONLY === part;
const CI = process.env.CI === "true";
const REPORTS = join(ROOT, "test-results");
const bin = (path) => join(ROOT, "node_modules", path);
const tsc = (project) => [bin("typescript7/bin/tsc"), "--noEmit", "-p", project];

const CHECKS = [
  { name: "format and lint", args: [bin("@biomejs/biome/bin/biome"), "ci", "."] },
  {
    name: "import boundaries",
    args: [
      bin("dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      ".dependency-cruiser.mjs",
      "apps",
      "packages",
    ],
    atLeast: /\((\d+) modules/,
    least: 150,
  },
  { name: "dead code", args: [bin("knip/bin/knip.js")] },
  { name: "types: packages and pipeline", args: tsc("tsconfig.json") },
  { name: "types: portal", args: tsc("apps/web/tsconfig.json") },
  { name: "structure", args: ["scripts/structure/main.ts"] },
];

const totals = { passed: 0, failed: 0, skipped: 0 };

function add({ passed = 0, failed = 0, skipped = 0 }) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

function runNode(args, env = {}) {
  return spawnSync(NODE, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PATH: `${bin(".bin")}:${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: "1",
      ...env,
    },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
}

function check({ name, args, atLeast, least }) {
  const started = Date.now();
  const result = runNode(args);
  const output = `${result.stdout}${result.stderr}`;
  // A tool that silently looks at nothing must not count as a pass.
  const tooFew = atLeast !== undefined && Number(atLeast.exec(output)?.[1] ?? 0) < least;
  const ok = result.status === 0 && !tooFew;
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(tooFew ? `it looked at fewer than ${least} modules\n${output}` : output);
  add(ok ? { passed: 1 } : { failed: 1 });
}

function vitest(projects) {
  const report = join(REPORTS, `${projects.join("-")}.json`);
  rmSync(report, { force: true });
  const args = [
    bin("vitest/vitest.mjs"),
    "run",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const result = runNode(args);
  // What suites of hostile input did stands in front of what is cut off here.
  for (const line of result.stdout.match(/[a-z][a-z ]*: \d+ tried, .*$/gm) ?? []) console.log(line);
  console.log(result.stdout.slice(-20_000), result.stderr.slice(-20_000));
  const json = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
  if (json === null) return add({ failed: 1 });
  const skipped = json.numPendingTests + json.numTodoTests;
  add({ passed: json.numPassedTests, failed: json.numFailedTests, skipped });
  // A file that fails to load has no failed test of its own.
  if (result.status !== 0 && json.numFailedTests === 0) add({ failed: 1 });
}

async function browserJourneys() {
  const report = join(REPORTS, "journeys.json");
  rmSync(report, { force: true });
  const stack = await startStack({ demo: "on" });
  try {
    const env = {
      HEADWATER_E2E_URL: stack.url,
      HEADWATER_E2E_EDGE_URL: stack.edgeUrl,
      HEADWATER_E2E_SIGN_IN_URL: stack.signInUrl,
      HEADWATER_E2E_HOME: stack.home,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    };
    const result = runNode(
      [
        bin("@playwright/test/cli.js"),
        "test",
        "--config",
        "apps/web/playwright.config.ts",
        "--reporter=list,json",
      ],
      env,
    );
    console.log(result.stdout.slice(-20_000), result.stderr.slice(-5000));
    const stats = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).stats : null;
    if (stats === null) return add({ failed: 1 });
    add({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped });
    if (stats.expected === 0) add({ failed: 1 });
  } finally {
    const code = await stack.stop();
    console.log(`${code === 0 ? "ok  " : "FAIL"} the stack stops with exit code 0 (${code})`);
    add(code === 0 ? { passed: 1 } : { failed: 1 });
    if (totals.failed === 0) stack.remove();
    else console.log(`The stack's state and logs are kept in ${stack.home}`);
  }
}

async function build() {
  await ensureBuilt();
  console.log("ok   portal build");
  add({ passed: 1 });
}

try {
  await ensureInstalled();
  if (wants("checks")) for (const one of CHECKS) check(one);
  if (wants("unit")) vitest(["node", "browser-like"]);
  if (wants("chaos")) vitest(["chaos"]);
  if (wants("system") || wants("portal")) await build();
  if (wants("system")) vitest(["system"]);
  if (wants("portal")) await browserJourneys();
} catch (error) {
  console.error(error);
  add({ failed: 1 });
}
if (CI && totals.skipped > 0) {
  console.log(`In CI every engine must be there: ${totals.skipped} skipped tests count as failed.`);
  totals.failed += totals.skipped;
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
