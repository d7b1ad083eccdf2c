import { describe, expect, it } from "vitest";
import { endLines } from "./download.ts";
import { downloadNames } from "./source.ts";

describe("line ends", () => {
  it.each([
    ["a\nb\n", "a\r\nb\r\n"],
    ['"a\nb"\n', '"a\nb"\r\n'],
    ['"a""\nb"\n"c"\n', '"a""\nb"\r\n"c"\r\n'],
  ])("outside of quotes are CR LF, wherever the text is split: %j", (text, expected) => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      const first = endLines(Buffer.from(text.slice(0, cut)), false);
      const second = endLines(Buffer.from(text.slice(cut)), first.quoted);
      expect(Buffer.concat([first.bytes, second.bytes]).toString()).toBe(expected);
    }
  });
});

it("adds a number to repeated names", () => {
  const columns = ["a", "A", "a", "b"].map((name) => ({ name, type: "", kind: "text" }) as const);
  expect(downloadNames(columns)).toEqual(["a", "A1", "a2", "b"]);
});
