import { describe, expect, test } from "vitest";
import {
  normalizeAppName,
  normalizeChannel,
  normalizeClientId,
  normalizeCountry,
  normalizeOs,
  normalizeOsVersion,
  parseUserAgent,
  reject,
  type ScrubSubject,
  scrub,
} from "./index.ts";

test.each([
  ["release", "release"],
  ["esr", "esr"],
  ["beta", "beta"],
  ["aurora", "aurora"],
  ["nightly", "nightly"],
  ["nightly-cck-google", "nightly"],
  ["beta-cdntest", "beta"],
  ["Release", "Other"],
  ["esr52", "Other"],
  ["nightly-old", "Other"],
  ["", "Other"],
])("channel %s is %s", (channel, normal) => {
  expect(normalizeChannel(channel)).toBe(normal);
});

test.each([
  ["Windows_NT", "Windows"],
  ["WINNT", "Windows"],
  ["Darwin", "Mac"],
  ["Linux", "Linux"],
  ["GNU/Linux", "Linux"],
  ["FreeBSD", "Linux"],
  ["SunOS", "Linux"],
  ["Solaris", "Linux"],
  ["iOS", "iOS"],
  ["my iPhone", "iOS"],
  ["Android 14", "Android"],
  ["windows", "Other"],
])("system %s is %s", (os, normal) => {
  expect(normalizeOs(os)).toBe(normal);
});

test.each([
  ["10.0", "10.0"],
  ["23.1.0.7", "23.1.0"],
  ["6.1-generic", "6.1"],
  ["v6", ""],
  ["", ""],
])("system version %s is %s", (version, normal) => {
  expect(normalizeOsVersion(version)).toBe(normal);
});

test.each([
  ["Firefox", "Firefox"],
  ["Zerda_cn_x", "Zerda_cn"],
  ["Focus-TV-1", "Focus-TV"],
  ["Focus", "Focus"],
  ["FirefoxReality_oculus", "FirefoxReality_oculus"],
  ["FirefoxForFireTV", "FirefoxForFireTV"],
  ["Thunderbird", "Other"],
])("application %s is %s", (app, normal) => {
  expect(normalizeAppName(app)).toBe(normal);
});

test.each([
  ["us", "US"],
  ["PH", "PH"],
  ["??", "Other"],
  ["USA", "Other"],
])("country %s is %s", (code, normal) => {
  expect(normalizeCountry(code)).toBe(normal);
});

test.each([
  ["that is cut in the middle of a character", `${"x".repeat(1023)}😀`],
  ["that quotes half a character", "unexpected token \ud83d"],
])("a reason %s is well-formed", (_case, message) => {
  const outcome = reject("ParsePayload", "InvalidJson", message);
  expect(outcome.kind === "reject" && outcome.rejection.message.isWellFormed()).toBe(true);
});

test.each<[unknown, string | null]>([
  ["{2907648D-711B-4E9F-94B5-52A2B40A44B1}", "2907648d-711b-4e9f-94b5-52a2b40a44b1"],
  ["2907648d-711b-4e9f-94b5-52a2b40a44b1", "2907648d-711b-4e9f-94b5-52a2b40a44b1"],
  ["{2907648d-711b-4e9f-94b5-52a2b40a44b1", null],
  ["n/a", null],
  [12, null],
])("client id %s is %s", (value, normal) => {
  expect(normalizeClientId(value)).toBe(normal);
});

const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64";
test.each<[string, string | null, string | null, string | null]>([
  [`${WINDOWS}; rv:153.0) Gecko/20100101 Firefox/153.0`, "Firefox", "Windows 10", "153"],
  [
    `${WINDOWS}) AppleWebKit/537.36 Chrome/51.0.2704.79 Safari/537.36 Edge/14.14393`,
    "Edge",
    "Windows 10",
    "14",
  ],
  ["Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "MSIE", "Windows 7", "11"],
  ["Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", "MSIE", "Windows XP", "6"],
  ["Mozilla/5.0 (Linux; Android 9) Chrome/80.0.1 Mobile Safari/537.36", "Chrome", "Android", "80"],
  [
    "Mozilla/5.0 (iPad; CPU OS 9_3 like Mac OS X) Version/9.0 Mobile Safari/601.1",
    "Safari",
    "iPad",
    "9",
  ],
  ["Opera/9.80 (Macintosh; Intel Mac OS X) Presto/2.12 Version/12.16", "Opera", "Macintosh", "12"],
  ["Mozilla/5.0 (Mobile; rv:26.0) Gecko/26.0 Firefox/26.0", "Firefox", "FirefoxOS", "26"],
  ["Firefox AndroidSync 1.61.0 (Firefox)", "FxSync", "Android", null],
  ["curl/8.0", null, null, null],
  ["", null, null, null],
])("agent %s", (text, browser, os, version) => {
  expect(parseUserAgent(text)).toEqual({ browser, os, version });
});

describe("the rule table", () => {
  const ordinary: ScrubSubject = {
    namespace: "telemetry",
    docType: "main",
    appName: "Firefox",
    clientId: null,
    userAgent: "",
    telemetryAgent: "",
    document: {},
  };
  test.each<[string, Partial<ScrubSubject>, string]>([
    ["an ordinary ping", {}, "ok"],
    ["a domain of page loads", { docType: "pageload-domain" }, "drop pageload-domain"],
    ["an unwanted type", { docType: "saved-session" }, "UnwantedData"],
    ["Firefox OS", { appName: "FirefoxOS", docType: "x" }, "UnwantedData"],
    ["a main ping of Thunderbird", { appName: "Thunderbird" }, "UnwantedData"],
    ["a crash of Thunderbird", { appName: "Thunderbird", docType: "crash" }, "ok"],
    ["desktop without Glean", { namespace: "firefox-desktop", docType: "x" }, "UnwantedData"],
    [
      "desktop by Glean",
      { namespace: "firefox-desktop", docType: "x", telemetryAgent: "Glean/60" },
      "ok",
    ],
    ["the fuzzer", { clientId: "c0ffeec0-ffee-c0ff-eec0-ffeec0ffeec0" }, "AffectedByBug"],
    [
      "a crash of an isolated process",
      {
        docType: "crash",
        document: { payload: { metadata: { RemoteType: "webIsolated=https://x" } } },
      },
      "drop isolated-remote-type",
    ],
  ])("%s", (_case, differing, ending) => {
    const outcome = scrub({ ...ordinary, ...differing });
    const result = outcome.kind === "drop" ? `drop ${outcome.rule}` : outcome.kind;
    expect(outcome.kind === "reject" ? outcome.rejection.errorType : result).toBe(ending);
  });

  test("removes the slow queries of old versions and keeps the ping", () => {
    const document = { payload: { slowSQL: { mainThread: {} }, slowSQLStartup: {}, ver: 4 } };
    expect(scrub({ ...ordinary, appVersion: "41.0.2", document }).kind).toBe("ok");
    expect(document).toEqual({ payload: { ver: 4 } });
  });

  test("does not change pings of newer versions", () => {
    const document = { payload: { slowSQL: {} } };
    scrub({ ...ordinary, appVersion: "42.0", document });
    expect(document).toEqual({ payload: { slowSQL: {} } });
  });
});
