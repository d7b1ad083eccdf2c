import { expect, test } from "vitest";
import { refuseBrokenText } from "./broken-text.ts";

test.each([
  ['"\\udc00"', "The input holds half of a character (\\udc00)"],
  ['{"tags":["a","\\udc00"]}', "tags.1 holds half of a character (\\udc00)"],
  ['{"name":"cut \\ud83d"}', "name holds half of a character (\\ud83d)"],
  ['{"a":{"b":"\\ude00\\ud83d"}}', "a.b holds half of a character (\\ude00)"],
  ['{"a":{"\\ud800":1}}', "a holds half of a character (\\ud800)"],
  [`${"[".repeat(1000)}${"]".repeat(1000)}`, "nested deeper than 200 levels"],
])("%s is refused: %s", (text, words) => {
  expect(() => refuseBrokenText(JSON.parse(text))).toThrow(words);
});

test.each(['"\\ud83d\\ude00"', '{"😀":["😀",null,1,true]}', "null", '"\\u0000"', "[]"])(
  "%s may be sent",
  (text) => {
    expect(() => refuseBrokenText(JSON.parse(text))).not.toThrow();
  },
);
