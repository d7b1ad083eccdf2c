import { expect, test } from "vitest";
import { pageAfter, signInFor } from "./sign-in-address.ts";

const origin = "https://headwater.example";
const after = (to: string) => pageAfter({ origin, search: new URL(signInFor(to), origin).search });

test("a person who was sent to sign in returns to their page", () => {
  expect(after("/sql/7?p_day=2026-03-02")).toBe(`${origin}/sql/7?p_day=2026-03-02`);
  expect(pageAfter({ origin, search: "" })).toBe(`${origin}/`);
});

test.each([
  "https://evil.example/",
  "//evil.example/sql",
  "/\\evil.example",
  "javascript:alert(1)",
  "https://headwater.example.evil.example/",
  "http://",
])("%s is not followed", (to) => {
  expect(after(to)).toBe(`${origin}/`);
});

test("a path that would be read as another host stays a path", () => {
  expect(new URL(after("/.//evil.example")).origin).toBe(origin);
});
