import { parseArgs } from "node:util";
import type { Verdict } from "./judge.ts";
import { crashOnce, crashRounds, randomKills } from "./rounds.ts";

// `npm run chaos -- --kills 200` kills processes at random under load, then crashes at each crash
// point once. The exit code is 1 if a promise was broken.
const { values } = parseArgs({
  options: { kills: { type: "string", default: "50" }, points: { type: "string", default: "all" } },
});
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 0)
  throw new Error(`--kills ${values.kills} is not a whole number: give a number like 50`);

let isBroken = false;

function printVerdict(what: string, verdict: Verdict): void {
  const { issued, acknowledged, live, rejected, broken } = verdict;
  console.log(
    `${broken.length === 0 ? "ok  " : "FAIL"} ${what.padEnd(22)} ${issued} issued, ${acknowledged} answered 200, ${live} live, ${rejected} rejected`,
  );
  for (const line of broken.slice(0, 20)) console.log(`     ${line}`);
  isBroken ||= broken.length > 0;
}

if (kills > 0) {
  const killed = new Map<string, number>();
  const verdict = await randomKills({
    kills,
    random: Math.random,
    onKill: (victim) => killed.set(victim, (killed.get(victim) ?? 0) + 1),
  });
  printVerdict(`${kills} kills`, verdict);
  console.log(`     ${[...killed].map(([victim, count]) => `${victim} ${count}`).join(", ")}`);
}
const wanted = values.points.split(",");
for (const points of crashRounds((name) => values.points === "all" || wanted.includes(name))) {
  const names = points.map(({ name }) => name).join(", ");
  printVerdict(`crash at ${names}`, await crashOnce(points));
}
process.exitCode = isBroken ? 1 : 0;
