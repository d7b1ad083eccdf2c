import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../src/index.ts";
import {
  createFirstSignInLink,
  createRecoveryLink,
  createUser,
  takeSignInLink,
} from "../src/people/index.ts";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url);
});

beforeEach(async () => {
  await database.pool.query("TRUNCATE user_account, audit_event CASCADE");
});

afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

const addPerson = (email: string, role: string) => createUser(database, { email, name: "A", role });

async function givePassword(userId: string): Promise<void> {
  await database.prisma.account.create({
    data: { id: userId, accountId: userId, providerId: "credential", userId, password: "hash" },
  });
}

test("a start makes the first admin and a link for the admin", async () => {
  const token = await createFirstSignInLink(database);
  const admin = await database.prisma.user.findFirstOrThrow();
  expect(admin).toMatchObject({ email: "admin@headwater.localhost", role: "admin" });
  expect(await takeSignInLink(database, token ?? "")).toBe(admin.id);
  expect(await takeSignInLink(database, token ?? "")).toBeNull();
});

test("an admin without a password gets a new link at each start", async () => {
  const { id } = await addPerson("a@example.org", "admin");
  await database.prisma.user.update({ where: { id }, data: { lastSeenAt: new Date() } });
  const [one, two] = [await createFirstSignInLink(database), await createFirstSignInLink(database)];
  expect(one).not.toBe(two);
  expect(await takeSignInLink(database, two ?? "")).toBe(id);
});

test("no start makes a link once an active admin has a password", async () => {
  const { id } = await addPerson("a@example.org", "admin");
  const other = await addPerson("v@example.org", "viewer");
  await givePassword(other.id);
  expect(await createFirstSignInLink(database)).not.toBeNull();
  await givePassword(id);
  expect(await createFirstSignInLink(database)).toBeNull();
});

test("the password of a disabled admin does not count, so that the next admin gets a link", async () => {
  const old = await addPerson("old@example.org", "admin");
  await givePassword(old.id);
  await database.prisma.user.update({ where: { id: old.id }, data: { banned: true } });
  const { id } = await addPerson("new@example.org", "admin");
  expect(await takeSignInLink(database, (await createFirstSignInLink(database)) ?? "")).toBe(id);
});

test("a link of the command line is for the first admin or the named person, is valid for an hour and is audited", async () => {
  const admin = await addPerson("a@example.org", "admin");
  await givePassword(admin.id);
  const viewer = await addPerson("v@example.org", "viewer");
  expect(await createRecoveryLink(database, undefined)).toMatchObject({ email: admin.email });
  const made = await createRecoveryLink(database, "V@example.org");
  expect(made).toMatchObject({ email: viewer.email });
  const links = await database.prisma.signInLink.findMany();
  for (const { expiresAt } of links)
    expect((expiresAt.getTime() - Date.now()) / 60_000).toSatisfy((m: number) => m > 58 && m <= 60);
  const audited = await database.prisma.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(audited).toMatchObject([
    { action: "people.link", object: admin.id, details: { by: "command line" } },
    { action: "people.link", object: viewer.id, details: { by: "command line" } },
  ]);
});

test("an unknown address, a disabled person and an installation without an admin get a reason instead of a link", async () => {
  const { id } = await addPerson("v@example.org", "viewer");
  expect(await createRecoveryLink(database, undefined)).toEqual({
    refusal: "Headwater has no active admin.",
  });
  expect(await createFirstSignInLink(database)).toBeNull();
  expect(await createRecoveryLink(database, "x@example.org")).toEqual({
    refusal: "No person has the address x@example.org.",
  });
  await database.prisma.user.update({ where: { id }, data: { banned: true } });
  expect(await createRecoveryLink(database, "v@example.org")).toEqual({
    refusal: "v@example.org is disabled.",
  });
  expect(await database.prisma.signInLink.count()).toBe(0);
});
