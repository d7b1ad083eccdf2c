import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type DemoSubmission, daySubmissions, demoPlan } from "@headwater/domain/demo";
import { schemaNameOf } from "@headwater/domain/schemas";
import type { Envelope } from "@headwater/schemas";
import { expect, test } from "vitest";
import { endingOf, envelope, openLab, registered } from "./test/steps-lab.ts";

const folder = join(import.meta.dirname, "../../../../../packages/schemas/demo");

const schemas = readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((path) => {
  const name = schemaNameOf(path);
  if (name === null) return [];
  return [registered(name, JSON.parse(readFileSync(join(folder, path), "utf8")) as object)];
});

function sent({ uri, args, headers, text, packing }: DemoSubmission): Envelope {
  const packed = packing === "none" ? Buffer.from(text) : gzipSync(text);
  const body = packing === "torn" ? packed.subarray(0, packed.length / 2) : packed;
  return envelope(uri, body, { args, headers });
}

test("a day of the demo fleet lands with the shipped schemas, except for the few planted failures", () => {
  const plan = demoPlan(20_000);
  const decide = openLab(schemas);
  const endings = daySubmissions(plan, plan.firstDay + 10).map((one) =>
    endingOf(decide(sent(one))).replace(/:.*/s, ""),
  );
  const refused = endings.filter((ending) => ending !== "ok");
  expect(schemas).toHaveLength(3);
  expect(endings.length - refused.length).toBeGreaterThan(500);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(20);
  for (const ending of new Set(refused))
    expect([
      "DecompressPayload InvalidGzip",
      "ParsePayload InvalidJson",
      "ParsePayload SchemaNotFound",
      "ParsePayload ValidationFailed",
      "ParseUri InvalidUri",
    ]).toContain(ending);
});
