import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRandom } from "@headwater/domain/demo";
import { columnName } from "@headwater/domain/schemas";
import {
  ensureSeed,
  type LakeEngine,
  type LakeWriter,
  openLakeEngine,
  openLakeWriter,
} from "@headwater/lake";
import { quoteLiteral } from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { envelope, openLab, passed, registered, U } from "./test/steps-lab.ts";

const root = mkdtempSync(join(tmpdir(), "headwater-values-"));
let engine: LakeEngine;
let writer: LakeWriter;
beforeAll(async () => {
  engine = await openLakeEngine();
  writer = await openLakeWriter({ root, columnName });
});
afterAll(() => {
  writer.close();
  engine.close();
  rmSync(root, { recursive: true, force: true });
});

const schema = registered(
  { namespace: "shop", docType: "value", version: 1 },
  {
    type: "object",
    properties: {
      integer: { type: "integer" },
      double: { type: "number" },
      text: { type: "string" },
      at: { type: "string", format: "date-time" },
      map: { type: "object", additionalProperties: { type: "string" } },
      json: { type: "object", additionalProperties: {} },
    },
  },
);
const decide = openLab([schema]);

/** Decides the bodies, writes their rows to a file, and runs a statement over the rows. */
async function landed(bodies: readonly string[], sql: string): Promise<unknown[][]> {
  const documents = bodies.map((body) =>
    passed(decide(envelope(`/submit/shop/value/1/${U}`, body))),
  );
  const [first] = documents;
  if (first === undefined) throw new Error("nothing to land");
  const { path } = await writer.write({
    table: first.table,
    submissionDate: "2026-03-01",
    stem: "t-0-0-0",
    rows: documents,
  });
  const paths = [await ensureSeed(root, first.table, engine), path].map((one) => join(root, one));
  const source = `read_parquet([${paths.map(quoteLiteral).join(", ")}], union_by_name = true, hive_partitioning = false)`;
  return (
    await engine.connection.runAndReadAll(sql.replace("{rows}", source))
  ).getRowsJson() as unknown[][];
}

describe("a number", () => {
  test.each([
    ["1e400", null, null, { integer: "1e400", double: "1e400", free: "1e400" }],
    ["-1e400", null, null, { integer: "-1e400", double: "-1e400", free: "-1e400" }],
    ["-0", "0", "-0.0", { free: "0" }],
    ["0.1e1", "1", "1.0", { free: "1" }],
    ["9007199254740993", "9007199254740993", "9007199254740992.0", { free: "9007199254740993" }],
    ["9007199254740993.0", "9007199254740993", "9007199254740992.0", { free: "9007199254740993" }],
    [
      "9223372036854775807",
      "9223372036854775807",
      "9.223372036854776e+18",
      { free: "9223372036854775807" },
    ],
    ["1e19", null, "1e+19", { integer: "10000000000000000000", free: "10000000000000000000" }],
    [
      "123456789012345e4",
      "1234567890123450000",
      "1.23456789012345e+18",
      { free: "1234567890123450000" },
    ],
  ])(
    "%s lands in its column if it fits, else with its digits in additional_properties",
    async (digits, integer, double, rest) => {
      const body = `{"integer":${digits},"double":${digits},"free":${digits}}`;
      const [row] = await landed(
        [body],
        "SELECT integer::VARCHAR, double::VARCHAR, additional_properties FROM {rows}",
      );
      const pairs = Object.entries(rest).map(([key, value]) => `"${key}":${value}`);
      expect(row).toEqual([integer, double, `{${pairs.join(",")}}`]);
    },
  );

  test("that is smaller than any double is 0 in a double column, and keeps its digits elsewhere", async () => {
    const sql = "SELECT double, additional_properties FROM {rows}";
    expect(await landed(['{"double":1e-400,"free":1e-400}'], sql)).toEqual([
      [0, '{"free":1e-400}'],
    ]);
  });

  test("that is larger than any double does not change a sum", async () => {
    const bodies = ['{"double":1e400}', '{"double":1.5}'];
    expect(await landed(bodies, "SELECT sum(double) FROM {rows}")).toEqual([[1.5]]);
  });
});

test("a lone surrogate is replaced everywhere, and the document is marked", async () => {
  const half = String.raw`{"text":"half \ud83d","note":"half \ud83d","map":{"\udc00":"\ud83d"},"json":{"a":["\ud83d"]}}`;
  const whole = String.raw`{"text":"whole \ud83d\ude00","note":"whole \ud83d\ude00"}`;
  const sql =
    "SELECT text, additional_properties->>'note', map::VARCHAR, json::VARCHAR FROM {rows} ORDER BY text";
  expect(await landed([half, whole], sql)).toEqual([
    ["half \ufffd", "half \ufffd", "{\ufffddc00=\ufffd}", `{a='["\ufffd"]'}`],
    ["whole 😀", "whole 😀", null, null],
  ]);
  const flags = [half, whole].map(
    (body) => passed(decide(envelope(`/submit/shop/value/1/${U}`, body))).isMended,
  );
  expect(flags).toEqual([true, false]);
});

describe("documents with odd strings", () => {
  const random = openRandom("odd strings", 1);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T;
  const ODD = [
    ...["\\ud83d", "\\uDE00", "\\ud83d\\ude00", "\\u0000", "\\\\ud83d", "\\\\\\ud83d", "\\uffff"],
    ...["😀", "é", "\\u00e9", "\u2028", "\\n", '\\"', "$", ".", " ", "a", "__proto__", "\ufeff"],
  ];
  const text = () =>
    `"${Array.from({ length: Math.floor(random.next() * 8) }, () => pick(ODD)).join("")}"`;
  const value = (depth: number): string => {
    const kind = random.next();
    if (depth === 0 || kind < 0.5)
      return kind < 0.35
        ? text()
        : pick(["1e400", "-0", "1.5", "null", "true", "12345678901234567890"]);
    const many = Math.floor(random.next() * 4);
    if (kind < 0.75) return `[${Array.from({ length: many }, () => value(depth - 1)).join(",")}]`;
    return `{${Array.from({ length: many }, () => `${text()}:${value(depth - 1)}`).join(",")}}`;
  };
  const deep = (depth: number) => `${"[".repeat(depth)}${text()}${"]".repeat(depth)}`;
  const body = () =>
    `{"text":${text()},"map":{${text()}:${text()}},"json":{${text()}:${value(3)}},${text()}:${value(4)},"free":${value(4)},"deep":${deep(100)}}`;

  test("land, and the engine can read all their JSON", async () => {
    const bodies = Array.from({ length: 3000 }, body);
    const [row] = await landed(
      bodies,
      `SELECT count(*)::INT, count(json_structure(additional_properties))::INT,
         count(additional_properties->>'free')::INT > 1000,
         sum((SELECT count(*) FROM unnest(map_values(json)) AS t(one) WHERE NOT json_valid(one)))::INT
       FROM {rows}`,
    );
    expect(row).toEqual([3000, 3000, true, 0]);
  });
});
