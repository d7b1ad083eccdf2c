import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readablePayload } from "./payload.ts";

test.each([
  ["JSON", Buffer.from('{"a":1}'), "json", false, '{"a":1}'],
  ["gzip of JSON", gzipSync('{"a":1}'), "json", true, '{"a":1}'],
  ["plain text", Buffer.from("hello"), "text", false, "hello"],
  ["JSON that breaks off", Buffer.from('{"a":'), "text", false, '{"a":'],
] as const)("%s is shown in its readable form", (...row) => {
  const [, bytes, encoding, compressed, payload] = row;
  expect(readablePayload(bytes)).toMatchObject({ encoding, compressed, payload });
});

test("bytes that are no text are shown as hex, with the readable characters beside them", () => {
  const { encoding, payload } = readablePayload(Buffer.from([0, 1, 0x41, 0xff]));
  expect(encoding).toBe("hex");
  expect(payload).toMatch(/^000000 {2}00 01 41 ff\s+\.\.A\.$/);
});

test("gzip that breaks off is shown as the bytes that were sent", () => {
  expect(readablePayload(gzipSync("x".repeat(500)).subarray(0, 12))).toMatchObject({
    encoding: "hex",
    compressed: false,
  });
});
