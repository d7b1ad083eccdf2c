import { existsSync } from "node:fs";
import { join } from "node:path";
import { findCorpus } from "@headwater/testkit";
import { describe, expect, test } from "vitest";
import { sampleIdOf } from "./enrich.ts";
import { clientAddress, openGeoLookup } from "./geo.ts";
import { endingOf, envelope, MICROS, openLab, passed, registered, U } from "./test/steps-lab.ts";

const name = { namespace: "shop", docType: "visit", version: 1 };
const URI = `/submit/shop/visit/1/${U}`;
const withMetadata = (mozPipelineMetadata: object) =>
  registered(name, { type: "object", mozPipelineMetadata });

describe("the client's address", () => {
  test.each<[string, string | undefined, [number, number], string]>([
    ["no header: the peer's address", undefined, [0, 0], "192.0.2.7"],
    ["only blanks: the peer's address", " , ", [0, 0], "192.0.2.7"],
    ["no proxy: the last entry", "203.0.113.9, 216.160.83.56", [0, 0], "216.160.83.56"],
    [
      "two proxies: the entry before their entries",
      "_, 202.196.224.0, _, _",
      [2, 0],
      "202.196.224.0",
    ],
    [
      "one entry more that the schema skips",
      "202.196.224.0, 10.0.0.1, _, _",
      [2, 1],
      "202.196.224.0",
    ],
    ["fewer entries than proxies: the last entry", "216.160.83.56", [2, 0], "216.160.83.56"],
  ])("%s", (_case, header, [proxyHops, skipEntries], address) => {
    expect(clientAddress(header, "192.0.2.7", { proxyHops, skipEntries })).toBe(address);
  });
});

const corpus = findCorpus();
const file = join(corpus ?? "", "geo/GeoIP2-City-Test.mmdb");

describe.skipIf(corpus === null || !existsSync(file))("the place", () => {
  const geo = corpus === null ? () => null : openGeoLookup(file);

  test("is the place of the client behind two proxies, and no address is kept", () => {
    const decide = openLab([withMetadata({})], { geo, proxyHops: 2 });
    const headers = { "x-forwarded-for": "_, 202.196.224.0, _, _" };
    const decision = decide(envelope(URI, {}, { headers }));
    expect(passed(decision).fields).toMatchObject({
      normalized_country_code: "PH",
      metadata: { geo: { country: "PH" } },
    });
    expect(JSON.stringify(decision)).not.toMatch(/202\.196|192\.0\.2/);
  });

  test("has a city and a subdivision if the database has them, also for a rejected document", () => {
    const headers = { "x-forwarded-for": "216.160.83.56" };
    const decide = openLab([withMetadata({})], { geo });
    for (const body of ["{}", "["])
      expect(decide(envelope(URI, body, { headers })).metadata.geo).toMatchObject({
        country: "US",
        subdivision1: "WA",
        city: "Milton",
      });
  });

  test("can be overridden by the schema", () => {
    const headers = { "x-forwarded-for": "216.160.83.56" };
    const schema = withMetadata({ override_attributes: [{ name: "geo_city", value: null }] });
    const { fields } = passed(openLab([schema], { geo })(envelope(URI, {}, { headers })));
    expect(fields["metadata"]).toMatchObject({ geo: { country: "US", city: null } });
  });

  test("is unknown for a text that is not an address, and for an address without a place", () => {
    expect(geo("_")).toBeNull();
    expect(geo("127.0.0.1")).toBeNull();
  });
});

describe("the pipeline metadata of a schema sets", () => {
  test.each([
    ["micros", MICROS],
    ["millis", Date.parse("2026-03-01T12:34:56.789Z") * 1000],
    ["seconds", Date.parse("2026-03-01T12:34:56Z") * 1000],
    ["minutes", Date.parse("2026-03-01T12:34:00Z") * 1000],
    ["hours", Date.parse("2026-03-01T12:00:00Z") * 1000],
    ["days", Date.parse("2026-03-01T00:00:00Z") * 1000],
  ])("timestamps that are cut to %s", (submission_timestamp_granularity, micros) => {
    const decide = openLab([withMetadata({ submission_timestamp_granularity })]);
    expect(passed(decide(envelope(URI, {}))).fields["submission_timestamp"]).toBe(micros);
  });

  test.each([
    ["2026-03-01", "ok"],
    [
      "2026-02-28",
      "ParsePayload DeprecatedMessage: documents of this type were collected through 2026-02-28",
    ],
  ])("the last day of collection to %s", (collect_through_date, ending) => {
    const decide = openLab([withMetadata({ expiration_policy: { collect_through_date } })]);
    expect(endingOf(decide(envelope(URI, {})))).toBe(ending);
  });

  test("the path in the document whose UUID, with or without braces, gives the sample id", () => {
    const decide = openLab([
      withMetadata({ sample_id_source_uuid_payload_path: ["impression", "id"] }),
    ]);
    const id = "{2907648d-711b-4e9f-94b5-52a2b40a44b1}";
    expect(passed(decide(envelope(URI, { impression: { id } }))).sampleId).toBe(67);
    expect(passed(decide(envelope(URI, { impression: "none" }))).sampleId).toBeNull();
  });

  test("the document id as the source of the sample id", () => {
    const decide = openLab([withMetadata({ sample_id_source_uuid_attribute: "document_id" })]);
    const uri = "/submit/shop/visit/1/859c8a32-0b73-b547-a5e7-8ef4ed9c4c2d";
    expect(passed(decide(envelope(uri, {}))).sampleId).toBe(55);
  });

  test("a fixed channel", () => {
    const decide = openLab([
      withMetadata({ override_attributes: [{ name: "normalized_channel", value: "release" }] }),
    ]);
    expect(passed(decide(envelope(URI, {}))).normalizedChannel).toBe("release");
  });
});

test.each([
  ["2907648d-711b-4e9f-94b5-52a2b40a44b1", 67],
  ["90210716-99f8-0a4f-8119-9bfc16cd68a3", 17],
  ["859c8a32-0b73-b547-a5e7-8ef4ed9c4c2d", 55],
  ["c0ffeec0-ffee-c0ff-eec0-ffeec0ffeec0", 33],
  ["", 0],
])("the sample id of %s is %i", (uuid, sample) => {
  expect(sampleIdOf(uuid)).toBe(sample);
});
