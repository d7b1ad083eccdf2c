import { describe, expect, it } from "vitest";
import { isDatabaseAway, isDatabaseFull } from "../src/index.ts";

const failure = (more: object, message = "it failed") => Object.assign(new Error(message), more);
const byPrisma = (originalCode: string) =>
  failure({ code: "P2010", meta: { driverAdapterError: { cause: { originalCode } } } });

describe("a database that is away", () => {
  it.each([
    ["a refused connection", failure({ code: "ECONNREFUSED" }), true, false],
    ["a lost one", failure({}, "Connection terminated unexpectedly"), true, false],
    ["one that starts", failure({ code: "57P03" }), true, false],
    ["one that Prisma can't reach", failure({ code: "P1001" }), true, false],
    ["one that starts, told by Prisma", byPrisma("57P03"), true, false],
    ["a full disk", failure({ code: "53100" }), true, true],
    ["a full disk, told by Prisma", byPrisma("53100"), true, true],
    ["a broken rule", failure({ code: "23505" }), false, false],
    ["a broken rule, told by Prisma", byPrisma("23505"), false, false],
    ["no error at all", null, false, false],
  ])("knows %s", (_name, error, isAway, isFull) => {
    expect([isDatabaseAway(error), isDatabaseFull(error)]).toEqual([isAway, isFull]);
  });
});
