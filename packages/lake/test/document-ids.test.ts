import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LakeFile } from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDocumentIds } from "../src/index.ts";
import { type LakeLab, MICROS, openLakeLab, tableOf } from "./lake-lab.ts";

const withIds = tableOf([{ name: "document_id", type: { kind: "varchar" } }]);
const withoutIds = tableOf([{ name: "note", type: { kind: "varchar" } }]);
let lab: LakeLab;

beforeAll(async () => {
  lab = await openLakeLab();
});

afterAll(() => lab.close());

function write(stem: string, definition: typeof withIds, rows: readonly Record<string, unknown>[]) {
  return lab.writer.write({
    table: definition,
    submissionDate: "2026-03-01",
    stem,
    rows: rows.map((fields, sampleId) => ({
      document: {},
      normalizedChannel: "",
      sampleId,
      fields: { submission_timestamp: MICROS, ...fields },
    })),
  });
}

async function read(files: readonly LakeFile[]) {
  const parts: { file: LakeFile; ids: readonly string[] }[] = [];
  const unreadable: LakeFile[] = [];
  const { engine, root } = lab;
  const onUnreadable = (file: LakeFile) => void unreadable.push(file);
  for await (const part of readDocumentIds(files, { engine, root, onUnreadable })) parts.push(part);
  return { parts, unreadable };
}

describe("readDocumentIds", () => {
  it("yields every id of a file in several parts", async () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => `id-${n}`);
    const file = await write(
      "unvalidated-0-0-9999",
      withIds,
      ids.map((id) => ({ document_id: id })),
    );
    const { parts } = await read([file]);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap((part) => part.ids)).toEqual(ids);
    expect(new Set(parts.map((part) => part.file))).toEqual(new Set([file]));
  });

  it("leaves out rows without an id, files without ids and unreadable files", async () => {
    const some = await write("unvalidated-0-1-2", withIds, [
      { document_id: "a" },
      { document_id: null },
    ]);
    const other = await write("unvalidated-0-3-3", withoutIds, [{ note: "n" }]);
    const damaged = await write("unvalidated-0-4-4", withIds, [{ document_id: "b" }]);
    writeFileSync(join(lab.root, damaged.path), "PAR1 no more");
    const { parts, unreadable } = await read([damaged, other, some]);
    expect(parts).toEqual([{ file: some, ids: ["a"] }]);
    expect(unreadable).toEqual([damaged]);
  });
});
