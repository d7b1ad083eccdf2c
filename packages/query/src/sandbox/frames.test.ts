import { describe, expect, it } from "vitest";
import { encodeFrame, openFrameReader } from "./frames.ts";

describe("frames", () => {
  const messages = [{ a: 1 }, "ä😀", [null], { big: "x".repeat(100_000) }];
  const bytes = Buffer.concat(messages.map(encodeFrame));

  it.each([1, 3, 4, 5, 1000, 65_536, bytes.length])("are read from pieces of %i bytes", (size) => {
    const read = openFrameReader();
    const seen: unknown[] = [];
    for (let from = 0; from < bytes.length; from += size)
      seen.push(...read(bytes.subarray(from, from + size)));
    expect(seen).toEqual(messages);
  });

  it("with an impossible length are refused", () => {
    expect(() => openFrameReader()(Buffer.from([255, 255, 255, 255]))).toThrow("a frame of");
  });

  it("without valid JSON are refused", () => {
    expect(() => openFrameReader()(Buffer.from([1, 0, 0, 0, 0x7b]))).toThrow("JSON");
  });
});
