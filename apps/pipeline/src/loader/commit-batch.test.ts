import type { SortableRow } from "@headwater/lake";
import { describe, expect, it } from "vitest";
import { CommitBatch } from "./commit-batch.ts";

const DAY = 86_400_000_000;
const table = { namespace: "shop", name: "visit_v1", columns: [] };
const row = (micros: number): SortableRow => ({
  document: {},
  fields: { submission_timestamp: micros },
  normalizedChannel: "",
  sampleId: null,
});
const routing = { namespace: "shop", docType: "visit", docVersion: "1", documentId: null };

describe("a batch", () => {
  it("makes one file for each table, day and topic, with the offsets in its name", () => {
    const batch = new CommitBatch(0);
    batch.addRow(table, { topic: "unvalidated", offset: 7 }, row(0));
    batch.addRow(table, { topic: "unvalidated", offset: 9 }, row(1));
    batch.addRow(table, { topic: "unvalidated", offset: 8 }, row(DAY));
    batch.addRow(table, { topic: "replay", offset: 1 }, row(2));
    batch.addRow({ ...table, name: "other_v1" }, { topic: "replay", offset: 2 }, row(3));
    const files = batch.files().map(({ table: { name }, submissionDate, stem, rows }) => {
      return [name, submissionDate, stem, rows.length];
    });
    expect(files).toEqual([
      ["visit_v1", "1970-01-01", "unvalidated-0-7-9", 2],
      ["visit_v1", "1970-01-02", "unvalidated-0-8-8", 1],
      ["visit_v1", "1970-01-01", "replay-0-1-1", 1],
      ["other_v1", "1970-01-01", "replay-0-2-2", 1],
    ]);
  });

  it("spans all reads of a topic", () => {
    const batch = new CommitBatch(0);
    expect(batch.isEmpty).toBe(true);
    batch.advance("t", 5, 10);
    batch.advance("t", 10, 12);
    expect(batch.offsets).toEqual([{ topic: "t", partition: 0, from: 5, to: 12 }]);
    expect(batch.isEmpty).toBe(false);
  });

  it("counts each submission once as accepted and once by its ending, for each minute", () => {
    const batch = new CommitBatch(0);
    batch.count(59_999_999, routing, "live");
    batch.count(59_999_999, routing, "duplicate");
    batch.count(60_000_000, routing, "rejected");
    batch.countMended(59_999_999, routing);
    const none = { live: 0, rejected: 0, duplicate: 0, dropped: 0 };
    const { documentId: _, ...type } = routing;
    expect(batch.accounting).toEqual([
      { minuteMs: 0, ...type, ...none, accepted: 2, live: 1, duplicate: 1, mended: 1 },
      { minuteMs: 60_000, ...type, ...none, accepted: 1, rejected: 1 },
    ]);
    expect(batch.records).toBe(3);
  });
});
