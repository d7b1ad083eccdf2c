import { openActivity } from "@headwater/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPortalLab, type PortalLab } from "../../server/test/portal-lab.ts";
import { liveTail } from "./pipeline-reads.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

const document = (n: number) => ({
  ...{ namespace: "shop", docType: n % 2 === 0 ? "order_paid" : "visit", docVersion: "1" },
  ...{ documentId: `document-${n}`, debugId: n % 500 === 0 ? "ada" : null },
  ...{ outcome: "live" as const, reason: null, sizeBytes: n, preview: "{}" },
});
const ALL = { after: null, debugId: "", type: "" };
const idsOf = (rows: readonly { documentId: string | null }[]) =>
  rows.map(({ documentId }) => documentId);

test("the tail shows the newest documents, also beyond the thousandth", async () => {
  const many = Array.from({ length: 1205 }, (_, n) => document(n + 1));
  await openActivity(lab.database).add(many, []);
  const newest = await liveTail(lab.database, ALL);
  expect(idsOf(newest).slice(0, 2)).toEqual(["document-1205", "document-1204"]);
  expect(newest).toHaveLength(100);
});

test("it is narrowed by debug id, by part of the type, and to what came after a document", async () => {
  expect(idsOf(await liveTail(lab.database, { ...ALL, debugId: "ada" }))).toEqual([
    "document-1000",
    "document-500",
  ]);
  const paid = await liveTail(lab.database, { ...ALL, type: "ORDER_" });
  expect(idsOf(paid)[0]).toBe("document-1204");
  const last = (await liveTail(lab.database, ALL))[2];
  expect(await liveTail(lab.database, { ...ALL, after: last?.id ?? "" })).toHaveLength(2);
});
