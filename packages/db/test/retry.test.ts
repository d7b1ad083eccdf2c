import { describe, expect, it } from "vitest";
import { isDatabaseAway, isDatabaseFull } from "../src/index.ts";

const failure = (more: object, message = "it failed") => Object.assign(new Error(message), more);
const byPrisma = (originalCode: string) =>
  failure({ code: "P2010", meta: { driverAdapterError: { cause: { originalCode } } } });

describe("the check of a database error", () => {
  it.each([
    ["a refused connection", failure({ code: "ECONNREFUSED" }), true, false],
    ["a lost connection", failure({}, "Connection terminated unexpectedly"), true, false],
    ["a starting server", failure({ code: "57P03" }), true, false],
    ["a server that Prisma can't reach", failure({ code: "P1001" }), true, false],
    ["a starting server in an error of Prisma", byPrisma("57P03"), true, false],
    ["a full disk", failure({ code: "53100" }), true, true],
    ["a full disk in an error of Prisma", byPrisma("53100"), true, true],
    ["a violated constraint", failure({ code: "23505" }), false, false],
    ["a violated constraint in an error of Prisma", byPrisma("23505"), false, false],
    ["no error at all", null, false, false],
  ])("recognises %s", (_name, error, isAway, isFull) => {
    expect([isDatabaseAway(error), isDatabaseFull(error)]).toEqual([isAway, isFull]);
  });
});
