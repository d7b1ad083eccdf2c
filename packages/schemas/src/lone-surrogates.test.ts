import { expect, test } from "vitest";
import { replaceLoneSurrogates } from "./lone-surrogates.ts";

test.each([
  ["a first half", String.raw`{"a":"x\ud83d"}`, String.raw`{"a":"x\ufffd"}`, 1],
  ["a second half", String.raw`{"a":"\uDC00y"}`, String.raw`{"a":"\ufffdy"}`, 1],
  ["two first halves", String.raw`["\ud83d\ud83d"]`, String.raw`["\ufffd\ufffd"]`, 2],
  ["halves in the wrong order", String.raw`["\udc00\ud83d"]`, String.raw`["\ufffd\ufffd"]`, 2],
  [
    "a half before a whole",
    String.raw`["\ud83d\ud83d\ude00"]`,
    String.raw`["\ufffd\ud83d\ude00"]`,
    1,
  ],
  ["a half as a key", String.raw`{"\uD83D" :1}`, String.raw`{"\ufffdd83d" :1}`, 1],
  [
    "each of two keys that differ in halves alone",
    String.raw`{"o":{"\ud83d":1,"\udc00":"\udc00","\ufffd":3,"a\"\ud83d\ud83d\u0041":"\ud83d"}}`,
    String.raw`{"o":{"\ufffdd83d":1,"\ufffddc00":"\ufffd","\ufffd":3,"a\"\ufffdd83d\ufffdd83d\u0041":"\ufffd"}}`,
    6,
  ],
  ["a half that looks like a key", String.raw`["\ud83d\":"]`, String.raw`["\ufffd\":"]`, 1],
  ["a half in an unfinished string", String.raw`{"\ud83d\"`, String.raw`{"\ufffd\"`, 1],
  ["a half behind an escaped backslash", String.raw`["\\\ud83d"]`, String.raw`["\\\ufffd"]`, 1],
  [
    "a half before an escaped letter",
    String.raw`["\ud83d\u0041"]`,
    String.raw`["\ufffd\u0041"]`,
    1,
  ],
  ["a half behind an escaped one", String.raw`["\\ud83d\ude00"]`, String.raw`["\\ud83d\ufffd"]`, 1],
])("%s is replaced", (_case, json, text, count) => {
  expect(replaceLoneSurrogates(json)).toEqual({ text, count });
});

test.each([
  ["a whole character", String.raw`["\ud83d\uDE00"]`],
  ["an escaped backslash before the letters", String.raw`["\\ud83d"]`],
  ["a character below the surrogates", String.raw`["\ud7ff"]`],
  ["the character itself", '["😀"]'],
  ["other escapes", String.raw`["\"\\\/\b\f\n\r\t\u00e9"]`],
])("%s is not changed", (_case, json) => {
  expect(replaceLoneSurrogates(json)).toEqual({ text: json, count: 0 });
});
