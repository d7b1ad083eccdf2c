import {
  type Bar,
  commits,
  documentedExports,
  documents,
  environmentReads,
  fileSizes,
  functionBars,
  meaninglessNames,
  mocks,
  routes,
  serverTime,
  suppressions,
  tableOwners,
  typeEscapes,
} from "./bars.ts";
import { readSources } from "./sources.ts";

// S1, S2 and S14 are dependency-cruiser and knip, S7 is Biome, S15 is the type check: each of them
// fails by itself.
const all = readSources();
const sources = all.filter((file) => !file.isTest);
const bars = [
  fileSizes(sources),
  functionBars(sources),
  typeEscapes(all),
  suppressions(all),
  environmentReads(sources),
  documentedExports(sources),
  mocks(all.filter((file) => file.isTest)),
  routes(sources),
  tableOwners(sources),
  serverTime(sources),
  meaninglessNames(),
  documents(),
  commits(),
];

for (const bar of bars) {
  console.log(
    `${verdict(bar)} ${bar.id.padEnd(4)} ${bar.title.padEnd(56)} ${bar.found.padEnd(20)} ${bar.bar}`,
  );
  for (const miss of bar.met ? [] : bar.misses.slice(0, 12)) console.log(`          ${miss}`);
}
process.exitCode = bars.every((bar) => bar.met) ? 0 : 1;

function verdict(bar: Bar): string {
  return bar.met ? "ok  " : "MISS";
}
