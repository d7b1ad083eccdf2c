import { expect, test } from "vitest";
import { AppError } from "./index.ts";

test("an error of another bundle's copy of the class is an AppError by its name; other errors are not", () => {
  const copy = Object.assign(new Error("gone"), { name: "AppError", code: "not_found" });
  expect(copy instanceof AppError).toBe(true);
  expect(new AppError("conflict", "x") instanceof AppError).toBe(true);
  expect(new Error("x") instanceof AppError).toBe(false);
  expect({ name: "AppError" } instanceof AppError).toBe(false);
});
