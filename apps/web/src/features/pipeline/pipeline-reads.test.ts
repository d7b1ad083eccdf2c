import { liveTail, openActivity } from "@headwater/db/activity";
import { accountingSince, arrivalsSince, minuteTable } from "@headwater/db/lake";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPortalLab, type PortalLab } from "../../server/test/portal-lab.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

const document = (n: number) => ({
  namespace: "shop",
  docType: n % 2 === 0 ? "order_paid" : "visit",
  docVersion: "1",
  documentId: `document-${n}`,
  debugId: n % 500 === 0 ? "ada" : null,
  outcome: "live" as const,
  reason: null,
  sizeBytes: n,
  preview: "{}",
});
const ALL = { after: null, debugId: "", type: "" };
const idsOf = (rows: readonly { documentId: string | null }[]) =>
  rows.map(({ documentId }) => documentId);

test("the tail shows the newest documents when there are more than a thousand", async () => {
  const many = Array.from({ length: 1205 }, (_, n) => document(n + 1));
  await openActivity(lab.database).add(many, []);
  const newest = await liveTail(lab.database, ALL);
  expect(idsOf(newest).slice(0, 2)).toEqual(["document-1205", "document-1204"]);
  expect(newest).toHaveLength(100);
});

test("the tail is filtered by debug id, by part of the type, and to documents after a given one", async () => {
  expect(idsOf(await liveTail(lab.database, { ...ALL, debugId: "ada" }))).toEqual([
    "document-1000",
    "document-500",
  ]);
  const paid = await liveTail(lab.database, { ...ALL, type: "ORDER_" });
  expect(idsOf(paid)[0]).toBe("document-1204");
  const last = (await liveTail(lab.database, ALL))[2];
  expect(await liveTail(lab.database, { ...ALL, after: last?.id ?? "" })).toHaveLength(2);
});

test("among many types the busiest are named, and the sums count all of them", async () => {
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 120_000);
  const counts = Array.from({ length: 250 }, (_, n) => ({
    minute,
    namespace: "shop",
    docType: `type-${n}`,
    docVersion: "1",
    accepted: BigInt(n + 1),
    live: BigInt(n + 1),
  }));
  await lab.database.prisma.accounting.createMany({ data: counts });
  const long = { ...counts[0], minute: new Date(Date.now() - 9 * 86_400_000), docType: "old" };
  await lab.database.prisma.accounting.create({ data: { ...long, minute: long.minute } });
  const sum = (250 * 251) / 2;
  const { total, types } = await accountingSince(lab.database, 1);
  expect(total).toMatchObject({ accepted: sum, live: sum });
  expect(types).toHaveLength(101);
  expect(types.map(({ type }) => type).slice(0, 2)).toEqual(["all others", "shop/type-249"]);
  const { rows } = await arrivalsSince(lab.database, 1);
  expect(rows).toHaveLength(101);
  expect(rows.reduce((all, { count }) => all + count, 0)).toBe(sum);
  // A minute that is older than a week is in no list of minutes.
  expect(await minuteTable(lab.database, null)).toHaveLength(1);
  expect(await minuteTable(lab.database, "shop/old")).toEqual([]);
});
