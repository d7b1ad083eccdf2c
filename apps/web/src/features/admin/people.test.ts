import { claimExecution, renewLeases, startExecution } from "@headwater/db/executions";
import type { Role } from "@headwater/domain/rights";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContext } from "../../server/context.ts";
import { openPortalLab, type PortalLab, request } from "../../server/test/portal-lab.ts";
import { createCallerFactory } from "../../server/trpc.ts";
import { adminRouter } from "./admin.router.ts";

const callerOf = createCallerFactory(adminRouter);
let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

async function addCaller(role: Role) {
  const { id, key } = await lab.person(role);
  return { id, admin: callerOf(await createContext(request("/", { key }))) };
}

const noted = (userId: string) =>
  lab.database.prisma.auditEvent.findMany({
    where: { userId },
    orderBy: { id: "asc" },
    select: { action: true, object: true, outcome: true, details: true },
  });

describe("the last admin", () => {
  test("cannot be demoted or disabled by anybody", async () => {
    await lab.database.prisma.user.updateMany({ data: { banned: true } });
    const { id, admin } = await addCaller("admin");
    for (const change of [{ role: "viewer" }, { banned: true }] as const)
      await expect(admin.changePerson({ id, ...change })).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining("only admin left"),
      });
    // A disabled admin does not count as an admin who is left.
    const other = await addCaller("admin");
    await admin.changePerson({ id: other.id, banned: true });
    await expect(admin.changePerson({ id, role: "analyst" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("is left when two admins demote each other at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      await lab.database.prisma.user.updateMany({ data: { banned: true } });
      const [one, two] = [await addCaller("admin"), await addCaller("admin")];
      await Promise.allSettled([
        one.admin.changePerson({ id: two.id, role: "viewer" }),
        two.admin.changePerson({ id: one.id, role: "viewer" }),
      ]);
      const where = { role: "admin", banned: false };
      expect(await lab.database.prisma.user.count({ where })).toBe(1);
    }
  });
});

test("a change of a person who does not exist is answered by not found", async () => {
  const { admin } = await addCaller("admin");
  await addCaller("admin");
  const id = "nobody";
  await expect(admin.changePerson({ id, role: "viewer" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(admin.signInLink({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test.each([
  ["being disabled", { banned: true }, true],
  ["a lower role", { role: "viewer" }, true],
  ["the same role", { role: "analyst" }, false],
  ["a higher role", { role: "admin" }, false],
] as const)(
  "%s decides whether a person's queued and running statements end: %j",
  async (_name, change, ends) => {
    const { admin } = await addCaller("admin");
    const [one, other] = [await addCaller("analyst"), await addCaller("analyst")];
    const queue = (userId: string) =>
      startExecution(lab.database, {
        person: { id: userId, role: "analyst" },
        purpose: "interactive",
        sql: "SELECT 1",
        timeoutMs: 1000,
      });
    await queue(one.id);
    const claimed = await claimExecution(lab.database, {
      holder: "holder",
      limits: { person: 9, batch: 9 },
      leaseMs: 60_000,
    });
    await queue(one.id);
    await queue(other.id);
    await admin.changePerson({ id: one.id, ...change });
    const states = async (userId: string) =>
      (await lab.database.prisma.execution.findMany({ where: { userId, claimedBy: null } })).map(
        ({ state }) => state,
      );
    expect(await states(one.id)).toEqual([ends ? "cancelled" : "queued"]);
    expect(await states(other.id)).toEqual(["queued"]);
    // The holder of a running statement ends it: the holder finds the request at its next renewal.
    const asked = await renewLeases(lab.database, {
      holder: "holder",
      leaseMs: 60_000,
    });
    expect(asked).toEqual(ends ? [claimed?.execution.id] : []);
    await lab.database.prisma.execution.deleteMany();
  },
);

test("an e-mail address belongs to one person, in upper and lower case", async () => {
  const { admin } = await addCaller("admin");
  const person = { name: "Zoe", role: "viewer" } as const;
  await admin.addPerson({ ...person, email: "Zoe@Example.org" });
  await expect(admin.addPerson({ ...person, email: "zoe@example.ORG" })).rejects.toMatchObject({
    code: "CONFLICT",
    message: "A person with the e-mail zoe@example.ORG exists already.",
  });
});

test("the audit names each change with its author and its person, and holds no link", async () => {
  const { id, admin } = await addCaller("admin");
  const added = await admin.addPerson({ email: "yan@example.org", name: "Yan", role: "analyst" });
  await admin.changePerson({ id: added.id, role: "viewer" });
  const { link } = await admin.signInLink({ id: added.id });
  const done = { object: added.id, outcome: "done" };
  expect(await noted(id)).toEqual([
    { ...done, action: "people.add", details: { role: "analyst" } },
    { ...done, action: "people.change", details: { role: "viewer" } },
    { ...done, action: "people.link", details: {} },
  ]);
  const token = new URL(link).searchParams.get("token") ?? "";
  expect(token.length).toBeGreaterThan(40);
  expect(JSON.stringify(await noted(id))).not.toContain(token);
});

test.each([
  ["an invalid address", { email: "zoe", name: "Z", role: "viewer" }],
  ["a name of blanks", { email: "z@example.org", name: "  ", role: "viewer" }],
  ["an unknown role", { email: "z@example.org", name: "Z", role: "root" }],
])("%s is refused, and nobody is added", async (_name, input) => {
  const { admin } = await addCaller("admin");
  const before = await lab.database.prisma.user.count();
  await expect(
    admin.addPerson(input as { email: string; name: string; role: Role }),
  ).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
  expect(await lab.database.prisma.user.count()).toBe(before);
});

test("an import's outcome warns of fields that share a column", async () => {
  const { admin } = await addCaller("admin");
  const string = { type: "string" };
  const schema = { type: "object", properties: { fooBar: string, foo_bar: string } };
  const files = [{ path: "shop/odd/odd.1.schema.json", text: `\ufeff${JSON.stringify(schema)}` }];
  const [outcome] = await admin.importSchemas({ files, dryRun: true });
  expect(outcome).toMatchObject({
    outcome: "registered",
    warnings: [{ path: "foo_bar", reason: expect.stringContaining("one column") }],
  });
});

test("a dry run of an import changes nothing and leaves no audit event; a real import leaves one", async () => {
  const { id, admin } = await addCaller("admin");
  const schema = { type: "object", properties: { n: { type: "integer" } } };
  const path = "schemas/shop/visit/visit.1.schema.json";
  const files = [{ path, text: JSON.stringify(schema) }];
  const [trial] = await admin.importSchemas({ files, dryRun: true });
  expect(trial?.outcome).toBe("registered");
  expect(await admin.schemas()).toEqual([]);
  expect(await noted(id)).toEqual([]);
  const bad = { path: "nowhere.txt", text: "{" };
  const outcomes = await admin.importSchemas({ files: [...files, bad] });
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["refused", "registered"]);
  expect(await noted(id)).toMatchObject([
    { action: "schemas.import", details: { files: 2, refused: 1 } },
  ]);
  expect(await admin.schema({ namespace: "shop", docType: "visit", version: 1 })).toMatchObject({
    table: "shop.visit_v1",
    columns: expect.arrayContaining([
      expect.objectContaining({ name: "n", type: expect.any(String) }),
    ]),
  });
  expect(await admin.schema({ namespace: "shop", docType: "visit", version: 2 })).toBeNull();
});
