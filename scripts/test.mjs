// `npm test`: installs missing parts, then runs every check. The last line is `N passed, N failed,
// N skipped`. `--fast` runs only the quick checks; `--only=unit` or `--only=portal` runs one part.
import { ensureBuilt, ensureInstalled } from "./install.mjs";
import { runChecks } from "./test/checks.mjs";
import { measureBranches, runJourneys, runVitest } from "./test/suites.mjs";
import { timesReport } from "./test/times.mjs";

const ONLY = process.argv.includes("--fast")
  ? "checks"
  : process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);
const wants = (...names) => ONLY === undefined || names.includes(ONLY);
const CI = process.env.CI === "true";

const totals = { passed: 0, failed: 0, skipped: 0 };
const parts = [];
const files = [];

/**
 * Runs a part and adds its counts to the totals; resolves with false if the part threw an error.
 */
async function part(name, run) {
  const started = Date.now();
  let isDone = false;
  try {
    const result = await run();
    for (const count of Object.keys(totals)) totals[count] += result[count] ?? 0;
    files.push(...(result.files ?? []));
    isDone = true;
  } catch (error) {
    console.error(error);
    totals.failed += 1;
  }
  parts.push({ name, ms: Date.now() - started });
  return isDone;
}

async function install() {
  await ensureInstalled();
  return {};
}

async function build() {
  await ensureBuilt();
  console.log("ok   portal build");
  return { passed: 1 };
}

async function onBuiltPortal() {
  if (!wants("system", "portal")) return;
  if (!(await part("portal build", build))) return;
  if (wants("system")) await part("system tests", () => runVitest(["system"]));
  if (wants("portal")) await part("browser journeys", runJourneys);
}

if (await part("installation", install)) {
  if (wants("checks")) await part("checks", runChecks);
  if (wants("unit")) await part("unit tests", () => runVitest(["node", "browser-like"]));
  if (wants("unit")) await part("branches of the domain", measureBranches);
  if (wants("chaos")) await part("chaos", () => runVitest(["chaos"]));
  await onBuiltPortal();
}

for (const line of timesReport(parts, files)) console.log(line);
if (CI && totals.skipped > 0) {
  console.log(`In CI no test may be skipped: ${totals.skipped} skipped tests count as failed.`);
  totals.failed += totals.skipped;
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
