import { describe, expect, test } from "vitest";
import { isUuid, parseDocumentUri } from "./document-uri.ts";

const ID = "c0ffee00-1111-4222-8333-444455556666";

describe("a path", () => {
  test.each([
    [
      `/submit/telemetry/${ID.toUpperCase()}/main/Firefox/61.0/release/20180601`,
      {
        namespace: "telemetry",
        docType: "main",
        docVersion: null,
        documentId: ID,
        app: {
          appName: "Firefox",
          appVersion: "61.0",
          appUpdateChannel: "release",
          appBuildId: "20180601",
        },
      },
    ],
    [
      `/submit/shop/visit/1/${ID}`,
      { namespace: "shop", docType: "visit", docVersion: "1", documentId: ID, app: null },
    ],
    // An escape is decoded; an invalid escape stays as it is.
    [`/submit/shop/a%20b/1/${ID}`, expect.objectContaining({ docType: "a b" })],
    [`/submit/shop/a%zz/1/${ID}`, expect.objectContaining({ docType: "a%zz" })],
  ])("%s says what was sent", (uri, value) => {
    expect(parseDocumentUri(uri)).toEqual({ kind: "ok", value });
  });

  test.each([
    ["/submit/sslreports", "MessageScrubber", "rule tls-reports"],
    ["/submit/sslreports/", "MessageScrubber", "rule tls-reports"],
    ["/other/shop/visit", "ParseUri", "not a submission path"],
    ["/submit/", "ParseUri", "1 elements after /submit/, not 4"],
    ["/submit/shop/visit/1", "ParseUri", "3 elements after /submit/, not 4"],
    [`/submit/shop/visit/1/${ID}/more`, "ParseUri", "5 elements after /submit/, not 4"],
    [`/submit/telemetry/${ID}/main`, "ParseUri", "2 elements after /submit/telemetry/, not 6"],
    ["/submit/shop/visit/1/none", "ParseUri", "not a UUID: none"],
    [`/submit/shop/vi%00sit/1/${ID}`, "ParseUri", "too long or holds control characters"],
    [`/submit/${"x".repeat(201)}/visit/1/${ID}`, "ParseUri", "too long or holds control"],
    [`/submit/shop/visit/${"1".repeat(201)}/${ID}`, "ParseUri", "too long or holds control"],
  ])("%s is refused", (uri, stage, words) => {
    const outcome = parseDocumentUri(uri);
    expect(outcome).toMatchObject({ kind: "reject" });
    expect(JSON.stringify(outcome)).toContain(stage);
    expect(JSON.stringify(outcome)).toContain(words);
  });
});

test.each([
  [ID, true],
  [ID.toUpperCase(), true],
  [ID.slice(1), false],
  [`{${ID}}`, false],
])("%s is a UUID: %s", (text, is) => {
  expect(isUuid(text)).toBe(is);
});
