import { gzipSync } from "node:zlib";
import { ExactNumber } from "@headwater/schemas";
import { describe, expect, test } from "vitest";
import { endingOf, envelope, MICROS, openLab, passed, registered, U } from "./test/steps-lab.ts";

const string = { type: "string" };
const visit = registered(
  { namespace: "shop-front", docType: "page-view", version: 1 },
  {
    type: "object",
    required: ["url"],
    properties: {
      url: string,
      count: { type: "integer" },
      kind: { enum: ["a", "b"] },
      at: { type: "string", format: "date-time" },
      odd: { type: "string", format: "datetime" },
      client_id: string,
      clientId: string,
      client_info: {
        type: "object",
        properties: { client_id: string, app_channel: string, os: string, os_version: string },
      },
    },
  },
);
const main = registered(
  { namespace: "telemetry", docType: "main", version: 4 },
  { type: "object", properties: { payload: { type: "object" } } },
);
const decide = openLab([visit, main]);
const VIEW = `/submit/shop-front/page-view/1/${U}`;
const MAIN = `/submit/telemetry/${U}/main/Firefox/61.0a1/nightly/20180328030202`;

describe("a submission path", () => {
  test.each([
    [
      "five elements of telemetry",
      `/submit/telemetry/${U}/main/Firefox/61.0/release`,
      "5 elements after /submit/telemetry/, not 6",
    ],
    ["seven elements of telemetry", `${MAIN}/more`, "7 elements after /submit/telemetry/, not 6"],
    ["three elements", `/submit/shop-front/page-view/${U}`, "3 elements after /submit/, not 4"],
    ["five elements", `${VIEW}/more`, "5 elements after /submit/, not 4"],
    ["an id that is not a UUID", "/submit/shop-front/page-view/1/abc", "is not a UUID: abc"],
    ["the short form of a UUID", "/submit/shop-front/page-view/1/1-1-1-1-1", "is not a UUID"],
    ["an escaped NUL", `/submit/a%00b/page-view/1/${U}`, "control characters"],
    ["a very long name", `/submit/shop-front/${"x".repeat(201)}/1/${U}`, "too long"],
    ["another path", "/elsewhere", "not a submission path"],
  ])("with %s is rejected without a namespace", (_case, uri, message) => {
    const decision = decide(envelope(uri, {}));
    expect(endingOf(decision)).toContain("ParseUri InvalidUri: ");
    expect(endingOf(decision)).toContain(message);
    expect(decision.routing.namespace).toBeNull();
  });

  test.each(["/submit/sslreports", "/submit/sslreports/"])(
    "%s is rejected as unwanted data",
    (uri) => {
      expect(endingOf(decide(envelope(uri, {})))).toBe(
        "MessageScrubber UnwantedData: rule tls-reports",
      );
    },
  );

  test("of telemetry puts the application into the metadata", () => {
    const { fields, table } = passed(decide(envelope(MAIN, { version: 4 })));
    expect(table).toMatchObject({ namespace: "telemetry", name: "main_v4" });
    expect(fields["metadata"]).toMatchObject({
      document_type: "main",
      document_version: "4",
      uri: {
        app_name: "Firefox",
        app_version: "61.0a1",
        app_update_channel: "nightly",
        app_build_id: "20180328030202",
      },
    });
    expect(fields).toMatchObject({ normalized_channel: "nightly", normalized_app_name: "Firefox" });
  });

  test("is matched in any case and spelling of the document type", () => {
    const uri = `/submit/shopFront/pageView/1/${U.toUpperCase()}`;
    const { table, fields } = passed(decide(envelope(uri, { url: "" })));
    expect(table.name).toBe("page_view_v1");
    expect(fields["document_id"]).toBe(U);
  });
});

describe("a body", () => {
  test.each([
    ["empty", "", "ParsePayload InvalidJson"],
    ["an array", "[]", "ParsePayload InvalidJson: the body is not a JSON object"],
    ["a string", '"x"', "ParsePayload InvalidJson: the body is not a JSON object"],
    ["null", "null", "ParsePayload InvalidJson: the body is not a JSON object"],
    ["unfinished", "{", "ParsePayload InvalidJson"],
    [
      "all 256 bytes",
      Uint8Array.from({ length: 256 }, (_, at) => at),
      "ParsePayload InvalidEncoding",
    ],
    [
      "not UTF-8 inside a string",
      Buffer.from('{"url":"\xff"}', "latin1"),
      "ParsePayload InvalidEncoding",
    ],
    ["torn gzip", gzipSync('{"url":"x"}').subarray(0, 20), "DecompressPayload InvalidGzip"],
    [
      "gzip with a wrong checksum",
      flipped(gzipSync('{"url":"x"}')),
      "DecompressPayload InvalidGzip",
    ],
    [
      "without the required key",
      "{}",
      "ParsePayload ValidationFailed: the document must have required property 'url'",
    ],
    [
      "of a wrong type",
      '{"url":1}',
      "ParsePayload ValidationFailed: /url must be string (type at #/properties/url/type)",
    ],
    ["with a value outside the list", '{"url":"","kind":"c"}', "(enum at #/properties/kind/enum)"],
    [
      "nested 129 deep",
      `{"url":"","x":${"[".repeat(128)}${"]".repeat(128)}}`,
      "ParsePayload TooDeep",
    ],
    [
      "deep behind brackets in strings",
      `{"s":"${"]".repeat(9000)}","x":${"[".repeat(9000)}${"]".repeat(9000)}}`,
      "ParsePayload TooDeep",
    ],
  ])("%s is rejected", (_case, body, ending) => {
    const decision = decide(envelope(VIEW, body));
    expect(endingOf(decision)).toContain(ending);
    expect(decision.routing).toEqual({
      namespace: "shop-front",
      docType: "page-view",
      docVersion: "1",
      documentId: U,
    });
  });

  test.each([
    ["nested 128 deep", `{"url":"","x":${"[".repeat(127)}${"]".repeat(127)}}`],
    ["with many brackets in a string", `{"url":"${"[{".repeat(500)}"}`],
    ["with a byte order mark", '\ufeff{"url":""}'],
    ["with an unknown format", '{"url":"","odd":"2026"}'],
    ["with __proto__ as a key", '{"url":"","__proto__":{"url":1}}'],
  ])("%s passes", (_case, body) => {
    expect(endingOf(decide(envelope(VIEW, body)))).toBe("ok");
  });

  test("gives the same document with and without gzip", () => {
    const body = { url: "x", count: 3 };
    const packed = passed(decide(envelope(VIEW, gzipSync(JSON.stringify(body)))));
    expect(packed).toEqual(passed(decide(envelope(VIEW, body))));
  });

  test("of exactly 8 MiB passes, and with one byte more or as a gzip bomb is too large", () => {
    const text = (size: number) => `{"url":"${"x".repeat(size - 10)}"}`;
    const limit = 8 * 1024 * 1024;
    const endings = [
      gzipSync(text(limit)),
      gzipSync(text(limit + 1)),
      Buffer.from(text(limit + 1)),
      gzipSync(Buffer.alloc(100 * 1024 * 1024)),
    ].map((body) => endingOf(decide(envelope(VIEW, body))).split(":")[0]);
    const tooLarge = "LimitPayloadSize PayloadTooLarge";
    expect(endings).toEqual(["ok", tooLarge, tooLarge, tooLarge]);
  });

  test.each(["9007199254740993", "-9007199254740993", "18446744073709551615"])(
    "keeps the integer %s exact",
    (digits) => {
      const { document } = passed(decide(envelope(VIEW, `{"url":"","count":${digits}}`)));
      expect(document["count"]).toBe(BigInt(digits));
    },
  );

  test.each([
    ["a string of digits", '"9007199254740993"', "9007199254740993"],
    ["a fraction", "0.30000000000000004", 0.30000000000000004],
    ["a power of ten", "0.1e1", 1],
  ])("keeps %s as a plain value", (_case, source, value) => {
    const { document } = passed(decide(envelope(VIEW, `{"url":"","other":${source}}`)));
    expect(document["other"]).toBe(value);
  });

  test.each(["1".repeat(400), "1e400", "-1.5E+400", "0.12345678901234567890", "1e-400"])(
    "keeps the digits of %s",
    (digits) => {
      const { document } = passed(decide(envelope(VIEW, `{"url":"","other":${digits}}`)));
      expect(document["other"]).toEqual(new ExactNumber(digits));
    },
  );

  test("with millions of digits does not take quadratic time", () => {
    const digits = "7".repeat(4 * 1024 * 1024);
    expect(endingOf(decide(envelope(VIEW, `{"url":"${digits}"}`)))).toBe("ok");
  });
});

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = copy.length - 6;
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

describe("a missing schema", () => {
  test.each([
    ["document type", `/submit/shop-front/cart/1/${U}`, {}, "No such docType: shop-front/cart"],
    [
      "namespace that can't be registered",
      `/submit/memory/x/1/${U}`,
      {},
      "No such docType: memory/x",
    ],
    [
      "version",
      `/submit/shop-front/page-view/9/${U}`,
      {},
      "No schema for version 9 of shop-front/page-view",
    ],
    [
      "version in a telemetry body",
      MAIN,
      { version: 5 },
      "No schema for version 5 of telemetry/main",
    ],
    ["version at all", MAIN, {}, "telemetry/main: the body names no version"],
    [
      "version that is a text of any length",
      MAIN,
      { version: "4\u0000".repeat(9999) },
      "telemetry/main: the body names no version",
    ],
  ])("is reported with its %s", (_case, uri, body, message) => {
    expect(endingOf(decide(envelope(uri, body)))).toContain(
      `ParsePayload SchemaNotFound: ${message}`,
    );
  });

  test("is looked up by `v` if the body has no `version`", () => {
    expect(endingOf(decide(envelope(MAIN, { v: "4" })))).toBe("ok");
  });
});

describe("the client", () => {
  const client = "2907648D-711B-4E9F-94B5-52A2B40A44B1";
  test.each<[string, object, unknown]>([
    ["client_info.client_id", { client_info: { client_id: client } }, client.toLowerCase()],
    ["client_id in braces", { client_id: `{${client}}` }, undefined],
    ["clientId", { clientId: client }, undefined],
    ["client_id before clientId", { clientId: U, client_id: client }, client.toLowerCase()],
  ])("is read from %s and gets a sample id", (_case, body, own) => {
    const { fields, sampleId, document } = passed(decide(envelope(VIEW, { url: "", ...body })));
    expect(sampleId).toBe(67);
    expect(fields["sample_id"]).toBe(67);
    // A client id at the top level of the document lands from the document, in its normal form.
    expect(fields["client_id"] ?? undefined).toBe(own);
    expect(JSON.stringify(document)).toContain(client.toLowerCase());
  });

  test("without a valid UUID has no sample id", () => {
    const { sampleId } = passed(decide(envelope(VIEW, { url: "", client_id: "n/a" })));
    expect(sampleId).toBeNull();
  });

  test("of the fuzzer is rejected by its rule", () => {
    const body = { url: "", client_id: "C0FFEEC0-ffee-c0ff-eec0-ffeec0ffeec0" };
    expect(endingOf(decide(envelope(VIEW, body)))).toBe(
      "MessageScrubber AffectedByBug: rule 1489560",
    );
  });
});

test("a document can't set the columns of the pipeline", () => {
  const forged = { document_id: "x", submission_timestamp: 1, sample_id: 1, metadata: { geo: {} } };
  const { fields } = passed(decide(envelope(VIEW, { url: "", ...forged })));
  expect(fields).toMatchObject({
    document_id: U,
    submission_timestamp: MICROS,
    sample_id: null,
    metadata: { document_type: "page-view" },
  });
});

test("headers are kept with snake case names, and the user agent is parsed but not kept", () => {
  const headers = {
    date: "d",
    dnt: "1",
    "x-debug-id": "me",
    "x-source-tags": "automation",
    "x-pingsender-version": "1.0",
    "x-telemetry-agent": "Glean",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    "x-forwarded-for": "198.51.100.4",
  } as const;
  const decision = decide(envelope(VIEW, { url: "" }, { headers }));
  const { metadata } = passed(decision).fields;
  expect(decision.debugId).toBe("me");
  expect(metadata).toMatchObject({
    user_agent: { browser: "Firefox", os: "Linux", version: "153" },
  });
  expect((metadata as { header: object }).header).toEqual({
    date: "d",
    dnt: "1",
    x_debug_id: "me",
    x_source_tags: "automation",
    x_pingsender_version: "1.0",
    x_telemetry_agent: "Glean",
  });
  expect(JSON.stringify(decision)).not.toMatch(/198\.51|192\.0\.2|Gecko/);
});

test("channel and operating system of a structured ping come from client_info", () => {
  const client_info = { app_channel: "beta", os: "Darwin", os_version: "23.1.0.7" };
  expect(passed(decide(envelope(VIEW, { url: "", client_info }))).fields).toMatchObject({
    normalized_channel: "beta",
    normalized_os: "Mac",
    normalized_os_version: "23.1.0",
  });
});

test("documents of a registered schema that does not compile are rejected", () => {
  const broken = { ...visit, schema: '{"type":5}' };
  expect(endingOf(openLab([broken])(envelope(VIEW, { url: "" })))).toContain("SchemaBroken");
});
