import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  BREAKAGES,
  breakSubmission,
  DEMO_TYPES,
  type DemoSubmission,
  dayOf,
  daySubmissions,
  demoPlan,
  fleetClients,
  historyDays,
  openLiveFleet,
  openRandom,
} from "@headwater/domain/demo";
import { compileSchema } from "@headwater/domain/schemas";
import { findCorpus } from "@headwater/testkit";
import { describe, expect, it } from "vitest";
import { readDemoSchemas } from "./register-schemas.ts";

const corpus = findCorpus();
const publicMain = join(corpus ?? "", "pipeline-schemas/schemas/telemetry/main/main.4.schema.json");

const validators = new Map(
  readDemoSchemas().map(({ path, text }) => [
    path.split("/").slice(0, 2).join("/"),
    compileSchema(text),
  ]),
);

/** The document type of a submission, read from its path as the loader does. */
function typeOf({ uri }: DemoSubmission): string {
  const [, , namespace = "", second = "", third = ""] = uri.split("/");
  return `${namespace}/${namespace === "telemetry" ? third : second}`;
}

const today = dayOf(Date.UTC(2026, 10, 24));
const plan = demoPlan(today);
const history = historyDays(plan).flatMap((day) => daySubmissions(plan, day));

/** Whether a submission lands with the demo's own schemas. */
function isSound(submission: DemoSubmission): boolean {
  const { uri, packing, text } = submission;
  if (packing === "torn" || !text.startsWith("{")) return false;
  const parts = uri.split("/").length;
  const isWhole = uri.startsWith("/submit/telemetry/") ? parts === 9 : parts === 6;
  if (!isWhole || uri.includes("/session/7/")) return false;
  return validators.get(typeOf(submission))?.(JSON.parse(text)) === null;
}

describe("the pings of the demo", () => {
  it("are valid for the shipped schemas, except for the few that are broken on purpose", () => {
    const refused = history.filter((submission) => !isSound(submission));
    // Exactly seven pings of each day are broken.
    expect(refused).toHaveLength(7 * plan.days);
  });

  it("include every registered type", () => {
    const types = new Set(history.filter(isSound).map(typeOf));
    expect(types).toEqual(
      new Set(DEMO_TYPES.map(({ namespace, docType }) => `${namespace}/${docType}`)),
    );
  });

  it.skipIf(corpus === null)("are also valid for the public schema of main", () => {
    const validate = compileSchema(readFileSync(publicMain, "utf8"));
    const mains = history.filter(isSound).filter((one) => typeOf(one) === "telemetry/main");
    for (const { text } of mains.slice(0, 1500)) expect(validate(JSON.parse(text))).toBeNull();
  });

  it("are also valid when they are sent live", () => {
    const fleet = openLiveFleet(plan, openRandom("live"));
    const nowMs = Date.UTC(2026, 10, 25, 9);
    const sent = Array.from({ length: 600 }, (_, index) => fleet.next(nowMs + index * 400)).flat();
    const refused = sent.filter((submission) => !isSound(submission));
    expect(sent.length).toBeGreaterThan(1000);
    expect(refused.length).toBeLessThan(sent.length * 0.01);
    expect(sent.some(({ headers }) => headers["x-debug-id"] !== undefined)).toBe(true);
  });
});

it.each(BREAKAGES)("a broken ping (%s) can't land", (breakage) => {
  const [client] = fleetClients(plan);
  if (client === undefined) throw new Error("the fleet is empty");
  const version = "159.0a1";
  const build = {
    channel: "nightly" as const,
    version,
    displayVersion: version,
    buildId: "20261124093012",
    day: today,
  };
  const broken = breakSubmission(openRandom(breakage), breakage, { client, build, atMs: 0 });
  expect(isSound(broken)).toBe(false);
});
