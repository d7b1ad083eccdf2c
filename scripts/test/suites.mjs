// The parts of `npm test` that run tests. Each resolves with its counts and the times of its files.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import { startStack } from "../stack.mjs";
import { COMPILED, installed, runNode } from "./run-node.mjs";
import { journeyTimes } from "./times.mjs";

const REPORTS = join(ROOT, "test-results");

/** Runs projects of vitest.config.ts. */
export async function runVitest(projects) {
  const report = newReport(projects.join("-"));
  const times = newReport(`${projects.join("-")}-times`);
  const result = await runNode(
    [installed("vitest/vitest.mjs"), "run", ...projects.map((project) => `--project=${project}`)],
    { HEADWATER_TEST_REPORT: report, HEADWATER_TEST_TIMES: times },
  );
  // The results of suites with hostile input would be in the part of the output that is cut off.
  for (const line of result.stdout.match(/[a-z][a-z ]*: \d+ tried, .*$/gm) ?? []) console.log(line);
  console.log(result.stdout.slice(-20_000), result.stderr.slice(-20_000));
  const counts = readReport(report);
  if (counts === null) return { failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = counts;
  // A file that fails to load counts no failed test.
  const isFileBroken = result.status !== 0 && numFailedTests === 0;
  return {
    passed: numPassedTests,
    failed: numFailedTests + (isFileBroken ? 1 : 0),
    skipped: numPendingTests + numTodoTests,
    files: readReport(times) ?? [],
  };
}

/** Percentage of the branches of `packages/domain` that its own tests must cover. */
const BRANCHES = 95;

/** Measures the branch coverage of the functional core by its own tests. */
export async function measureBranches() {
  const folder = join(REPORTS, "branches");
  const result = await runNode([
    installed("vitest/vitest.mjs"),
    "run",
    "--project=node",
    "packages/domain",
    "--coverage.enabled",
    "--coverage.provider=v8",
    "--coverage.include=packages/domain/src/**",
    "--coverage.reporter=json-summary",
    `--coverage.reportsDirectory=${folder}`,
  ]);
  const summary = readReport(join(folder, "coverage-summary.json"));
  if (result.status !== 0 || summary === null) {
    console.log(result.stdout.slice(-5000), result.stderr.slice(-5000));
    return { failed: 1 };
  }
  const { pct } = summary.total.branches;
  const isMet = pct >= BRANCHES;
  console.log(
    `${isMet ? "ok  " : "FAIL"} branches of packages/domain: ${pct} % (>= ${BRANCHES} %)`,
  );
  return isMet ? { passed: 1 } : { failed: 1 };
}

/** Runs the browser journeys against a new stack; the stack's state is kept if a journey fails. */
export async function runJourneys() {
  const stack = await startStack({ demo: "on", env: COMPILED });
  let counts = { failed: 1 };
  try {
    counts = await journeysAgainst(stack);
  } finally {
    const code = await stack.stop();
    const isClean = code === 0;
    console.log(`${isClean ? "ok  " : "FAIL"} the stack stops with exit code 0 (${code})`);
    counts = {
      ...counts,
      passed: (counts.passed ?? 0) + (isClean ? 1 : 0),
      failed: counts.failed + (isClean ? 0 : 1),
    };
    if (counts.failed === 0) stack.remove();
    else console.log(`The stack's state and logs are kept in ${stack.home}`);
  }
  return counts;
}

async function journeysAgainst(stack) {
  const report = newReport("journeys");
  const result = await runNode(
    [
      installed("@playwright/test/cli.js"),
      "test",
      "--config",
      "apps/web/playwright.config.ts",
      "--reporter=list,json",
    ],
    {
      HEADWATER_E2E_URL: stack.url,
      HEADWATER_E2E_EDGE_URL: stack.edgeUrl,
      HEADWATER_E2E_SIGN_IN_URL: stack.signInUrl,
      HEADWATER_E2E_HOME: stack.home,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  );
  console.log(result.stdout.slice(-20_000), result.stderr.slice(-5000));
  const json = readReport(report);
  if (json === null) return { failed: 1 };
  const { expected, flaky, unexpected, skipped } = json.stats;
  // A run that was interrupted or found no tests counts no failed test.
  const isBroken = expected === 0 || (result.status !== 0 && unexpected === 0);
  return {
    passed: expected + flaky,
    failed: unexpected + (isBroken ? 1 : 0),
    skipped,
    files: journeyTimes(json, "apps/web/e2e"),
  };
}

/** The path of a new report; removes an old report, which must not be read instead. */
function newReport(name) {
  mkdirSync(REPORTS, { recursive: true });
  const path = join(REPORTS, `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
