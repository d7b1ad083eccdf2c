import { expect, test } from "vitest";
import { decodeEnvelope, type Envelope, encodeEnvelope } from "./envelope.ts";

const ENVELOPE: Envelope = {
  submissionMicros: 1_795_521_458_553_123,
  method: "POST",
  uri: "/submit/a/b/1/ce39b608-f595-4c69-b6a6-f7a436604648",
  args: "v=4",
  protocol: "HTTP/1.1",
  host: "edge",
  remoteAddr: "127.0.0.1",
  headers: { date: "Tue, 24 Nov 2026 10:00:00 GMT", "user-agent": "é ÿ" },
  body: Uint8Array.from({ length: 256 }, (_, byte) => byte),
};

const joined = (parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));

test("a decoded envelope equals the encoded one, with the body byte for byte", () => {
  expect(decodeEnvelope(joined(encodeEnvelope(ENVELOPE)))).toEqual(ENVELOPE);
});

test("the body is never copied", () => {
  expect(encodeEnvelope(ENVELOPE).at(-1)).toBe(ENVELOPE.body);
});

test("an empty body and the mark of a replay are kept", () => {
  const replayed = { ...ENVELOPE, body: new Uint8Array(), replay: { by: "demo" } };
  expect(decodeEnvelope(joined(encodeEnvelope(replayed)))).toEqual(replayed);
});

test.each([
  ["nothing", []],
  ["a length beyond the end", [0xff, 0xff, 0, 0, 1]],
  ["metadata that is no JSON", [1, 0, 0, 0, 0x7b]],
])("bytes that are no envelope are refused: %s", (_name, bytes) => {
  expect(() => decodeEnvelope(Uint8Array.from(bytes))).toThrow();
});
