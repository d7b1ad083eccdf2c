import type { Column, ColumnType } from "@headwater/schemas";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LakeLab, openLakeLab, rowOf, sourceOf, tableOf } from "./lake-lab.ts";

const varchar: ColumnType = { kind: "varchar" };
const COLUMNS: Column[] = [
  { name: "additional_properties", type: varchar },
  { name: "client_id", type: varchar },
  { name: "document_id", type: varchar },
  { name: "normalized_channel", type: varchar },
  { name: "sample_id", type: { kind: "bigint" } },
];

let lab: LakeLab;
beforeAll(async () => {
  lab = await openLakeLab();
});
afterAll(() => lab.close());

async function land(document: Record<string, unknown>, fields: Record<string, unknown>) {
  const table = tableOf(COLUMNS, `reserved_${Object.keys(document).join("_").toLowerCase()}_v1`);
  const base = rowOf(document);
  const file = await lab.writer.write({
    ...{ table, submissionDate: "2026-03-01", stem: "t-0-0-0" },
    rows: [{ ...base, fields: { ...base.fields, ...fields } }],
  });
  const [row] = await lab.query(`SELECT * FROM ${await sourceOf(lab, table, [file])}`);
  return row;
}

test("what a document calls its own sample, channel or leftovers stays a leftover, in any spelling", async () => {
  const forged = { sampleId: 7, normalized_channel: "release", additional_properties: "x" };
  expect(await land(forged, { document_id: "d", sample_id: null })).toMatchObject({
    document_id: "d",
    sample_id: null,
    normalized_channel: null,
    additional_properties: JSON.stringify(forged),
  });
});

test("a client id is taken from the document where the pipeline has none of its own", async () => {
  expect(await land({ clientId: "c" }, { client_id: null })).toMatchObject({
    client_id: "c",
    additional_properties: "{}",
  });
  expect(await land({ client_id: "c" }, { client_id: "p" })).toMatchObject({
    client_id: "p",
    additional_properties: '{"client_id":"c"}',
  });
});
