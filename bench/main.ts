import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Figure, Row } from "./figure.ts";

// `npm run bench [-- name …]`: runs the figures and prints each beside its floor. An unmet bar is
// printed as NO.
const FIGURES = join(import.meta.dirname, "figures");
const wanted = process.argv.slice(2);
const files = readdirSync(FIGURES).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
);
const names = files.map((file) => file.replace(/\.ts$/, ""));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(
    `There is no figure named ${unknown.join(", ")}. The figures are ${names.join(", ")}.`,
  );
  process.exit(1);
}

const rows: Row[] = [];
for (const name of names.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  const { figure } = (await import(join(FIGURES, `${name}.ts`))) as { figure?: Figure };
  if (figure === undefined) continue;
  console.error(`${figure.title} …`);
  rows.push(...(await figure.run()));
}

const header = ["figure", "ours", "floor or peer", "ratio", "bar", "met"];
const cells = (row: Row) => [row.figure, row.ours, row.floor, row.ratio, row.bar, verdict(row)];
const table = [header, ...rows.map(cells)];
const width = (column: number) => Math.max(...table.map((row) => row[column]?.length ?? 0));
for (const row of table) {
  console.log(
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join("  ")
      .trimEnd(),
  );
}
process.exitCode = rows.some((row) => row.met === false) ? 1 : 0;

function verdict({ met }: Row): string {
  if (met === null) return "-";
  return met ? "yes" : "NO";
}
