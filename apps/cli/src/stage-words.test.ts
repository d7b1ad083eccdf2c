import { expect, test } from "vitest";
import { stageWords } from "./stage-words.ts";

test.each([
  [{ host: "127.0.0.1", port: 8080, metricsPort: 1 }, "at 127.0.0.1:8080"],
  [
    {
      ...{ lag: { replay: 2, unvalidated: 40 }, rate: 6, freshnessP95Ms: 2340, metricsPort: 1 },
      lastCommit: { at: "2026-11-25T13:50:38.185Z", id: 73 },
    },
    "6 pings/s, 42 behind, queryable within 2.3 s (95 %), commit 73",
  ],
  [{ lag: { replay: 0 }, rate: 0, freshnessP95Ms: null, lastCommit: null }, "0 pings/s, no lag"],
  [{ lag: { replay: null, unvalidated: 0 } }, "lag unknown"],
  [{ merged: 0, damaged: 0, unlinked: 3, liveFiles: 110 }, "110 files"],
  [{ damaged: 2, liveFiles: 1 }, "1 files, 2 damaged"],
  [{ notes: ["install bubblewrap"], sandbox: "unshare" }, "install bubblewrap, sandbox unshare"],
  [{ demo: "on" }, "demo on"],
  [{ reason: "the disk is full", host: "::1", port: 1 }, "the disk is full, at ::1:1"],
  [{}, ""],
])("%j", (details, words) => {
  expect(stageWords(details)).toBe(words);
});
