// The checks that need no running program: `npm run check`.
import { installed, runAtOnce, runNode } from "./run-node.mjs";
import { seconds } from "./times.mjs";

const typescript = (project) => [installed("typescript7/bin/tsc"), "--noEmit", "-p", project];

const CHECKS = [
  { name: "format and lint", args: [installed("@biomejs/biome/bin/biome"), "ci", "."] },
  {
    name: "import boundaries",
    args: [
      installed("dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      ".dependency-cruiser.mjs",
      "apps",
      "packages",
    ],
    atLeast: /\((\d+) modules/,
    least: 150,
  },
  { name: "dead code", args: [installed("knip/bin/knip.js")] },
  { name: "types: packages and pipeline", args: typescript("tsconfig.json") },
  { name: "types: portal", args: typescript("apps/web/tsconfig.json") },
  { name: "structure", args: ["scripts/structure/main.ts"] },
];

/** Runs every check, two at a time, and counts the results. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0 };
  const works = CHECKS.map((check) => async () => {
    const isOk = await runCheck(check);
    counts[isOk ? "passed" : "failed"] += 1;
  });
  await runAtOnce(works, 2);
  return counts;
}

async function runCheck({ name, args, atLeast, least }) {
  const started = Date.now();
  const result = await runNode(args);
  const output = `${result.stdout}${result.stderr}`;
  // A tool that finds no files must not count as passed.
  const tooFew = atLeast !== undefined && Number(atLeast.exec(output)?.[1] ?? 0) < least;
  const isOk = result.status === 0 && !tooFew;
  console.log(`${isOk ? "ok  " : "FAIL"} ${name} (${seconds(Date.now() - started)})`);
  if (!isOk) console.log(tooFew ? `the tool found fewer than ${least} modules\n${output}` : output);
  return isOk;
}
