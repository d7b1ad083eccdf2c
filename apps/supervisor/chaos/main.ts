import { parseArgs } from "node:util";
import type { Verdict } from "./judge.ts";
import { crashOnce, crashRounds, randomKills } from "./rounds.ts";

// `npm run chaos -- --kills 200`: random kills under load, then each crash point once; exit code 1 if a promise broke.
const { values } = parseArgs({
  options: { kills: { type: "string", default: "50" }, points: { type: "string", default: "all" } },
});
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 0)
  throw new Error(`--kills ${values.kills}: give a whole number`);

let isBroken = false;

function tell(what: string, verdict: Verdict): void {
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
  tell(`${kills} kills`, verdict);
  console.log(`     ${[...killed].map(([victim, count]) => `${victim} ${count}`).join(", ")}`);
}
const wanted = values.points.split(",");
for (const points of crashRounds((name) => values.points === "all" || wanted.includes(name))) {
  const names = points.map(({ name }) => name).join(", ");
  tell(`crash at ${names}`, await crashOnce(points));
}
process.exitCode = isBroken ? 1 : 0;
