import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nameFaults } from "./migration-names.ts";

const PRISMA = join(import.meta.dirname, "../../../prisma");

/** The numbered files and the beginnings of their SHA-256. Existing homes have recorded both. */
const NUMBERED: Readonly<Record<string, string>> = {
  "0001_start.sql": "149e9e9f9d947caf",
  "0002_session_by_link.sql": "e34acdaed43079e8",
  "0003_sign_in_try.sql": "66f456aa613ff0e2",
  "0004_admin_address.sql": "e83b4242e3709b2d",
  "0005_execution_tables.sql": "ea65a345cd18cf68",
  "0006_idempotent_requests.sql": "093d2490bcf6468b",
  "0007_rows_only_of_finished.sql": "4d52942c73a4ce1a",
  "0008_session_token_hash.sql": "5429a2ce633de6c5",
  "0009_sign_in_try_at.sql": "b384533e3b828075",
  "0010_catalogue_version.sql": "0686ef36f1e01feb",
  "0011_accounting_mended.sql": "9809f59b16a3979c",
};

const numbered = ["0001_start.sql"];
const capabilities = ["people", "saved-queries"];
const faults = (...names: string[]) =>
  nameFaults({ names: ["0001_start.sql", ...names], numbered, capabilities });

test("every file of prisma/migrations is named by time and capability", () => {
  const names = readdirSync(join(PRISMA, "migrations"));
  const models = readdirSync(join(PRISMA, "models"), { encoding: "utf8" });
  expect(
    nameFaults({
      names,
      numbered: Object.keys(NUMBERED),
      capabilities: models.map((name) => name.replace(/\.prisma$/, "")),
    }),
  ).toEqual([]);
});

test("the numbered files are unchanged and come before all others", () => {
  const names = readdirSync(join(PRISMA, "migrations")).sort();
  expect(names.slice(0, 11)).toEqual(Object.keys(NUMBERED));
  const digests = Object.keys(NUMBERED).map((name) => {
    const bytes = readFileSync(join(PRISMA, "migrations", name));
    return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  });
  expect(digests).toEqual(Object.values(NUMBERED));
});

test("names of the right form have no faults", () => {
  expect(
    faults("20261128T0345_people_time_zone.sql", "20261128T0346_saved-queries_tags2.sql"),
  ).toEqual([]);
});

test.each([
  ["a number", "0012_start.sql"],
  ["a time with separators", "2026-11-28T03:45_people_zone.sql"],
  ["no time of day", "20261128_people_zone.sql"],
  ["seconds", "20261128T034500_people_zone.sql"],
  ["no capability", "20261128T0345_zone.sql"],
  ["nothing after the capability", "20261128T0345_people.sql"],
  ["capitals", "20261128T0345_People_zone.sql"],
  ["another ending", "20261128T0345_people_zone.SQL"],
])("%s is refused", (_what, name) => {
  expect(faults(name)).toEqual([`${name}: the name is not <date>T<time>_<capability>_<what>.sql`]);
});

test.each(["20261131T0345", "20261328T0345", "20260229T0345", "20261128T2400", "20261128T0360"])(
  "%s is not a valid time",
  (time) => {
    expect(faults(`${time}_people_zone.sql`)).toEqual([
      expect.stringContaining("is not a valid time"),
    ]);
  },
);

test("two files with the same time are refused, also if their capabilities differ", () => {
  expect(faults("20261128T0345_saved-queries_b.sql", "20261128T0345_people_a.sql")).toEqual([
    "20261128T0345_people_a.sql, 20261128T0345_saved-queries_b.sql: they have the same time",
  ]);
});

test("a capability without models and a missing numbered file are refused", () => {
  expect(faults("20261128T0345_fish_a.sql")).toEqual([
    "20261128T0345_fish_a.sql: prisma/models has no capability fish",
  ]);
  expect(nameFaults({ names: [], numbered, capabilities })).toEqual([
    "0001_start.sql: the file is missing",
  ]);
});
