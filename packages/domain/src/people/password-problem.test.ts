import { expect, test } from "vitest";
import { passwordProblem } from "./password-problem.ts";

const EMAIL = "ada.byron@example.org";

test.each([
  ["seven77", "8 characters or more"],
  ["", "8 characters or more"],
  ["x".repeat(201), "at most 200"],
  // The most common passwords, in any spelling and with any characters around the word.
  ["password", "tried first"],
  ["PassWord", "tried first"],
  ["Password123!", "tried first"],
  ["p@ssw0rd2026", "tried first"],
  ["ｐａｓｓｗｏｒｄ", "tried first"],
  ["12345678", "tried first"],
  ["qwertyuiop", "tried first"],
  ["1q2w3e4r5t", "tried first"],
  ["***letmein***", "tried first"],
  ["Welcome2026", "tried first"],
  ["headwater", "tried first"],
  // One character, or characters in their order.
  ["aaaaaaaa", "tried first"],
  ["23456789", "tried first"],
  ["ZYXWVUTS", "tried first"],
  // The person's own address, its parts, and both with other characters around.
  [EMAIL, "e-mail address"],
  [EMAIL.toUpperCase(), "e-mail address"],
  ["ada.byron", "e-mail address"],
  ["Ada.Byron1815", "e-mail address"],
  ["!ada.byron!", "e-mail address"],
  ["example.org", "e-mail address"],
])("%j is refused: %s", (password, words) => {
  expect(passwordProblem(password, EMAIL)).toContain(words);
});

test.each([
  "correct horse",
  "another one",
  "a new one",
  "xy".repeat(100),
  "passwords are a burden",
  "ada.byron wrote a program",
  "abcdefgi",
  "aaaaaaab",
  "日本語の秘密の言葉",
  "        and spaces        ",
])("%j may be a password", (password) => {
  expect(passwordProblem(password, EMAIL)).toBeNull();
});

test("the parts of an address without a dot or an at sign are compared, too", () => {
  expect(passwordProblem("administrateur", "administrateur@localhost")).toContain("e-mail");
  expect(passwordProblem("localhost1", "ada@localhost")).toContain("e-mail");
  expect(passwordProblem("elsewhere", "")).toBeNull();
});
