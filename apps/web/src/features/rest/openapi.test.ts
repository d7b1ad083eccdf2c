import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openApiDocument } from "./openapi.ts";

const API = join(import.meta.dirname, "../../app/api");

test("the document names exactly the routes that exist", () => {
  const { paths } = openApiDocument("http://localhost") as { paths: Record<string, object> };
  const named = Object.keys(paths).map((path) =>
    path.replace("/api/", "").replaceAll(/\{\w+\}/g, "*"),
  );
  const there = globSync("**/route.ts", { cwd: API })
    .map((file) => file.replace(/\/route\.ts$/, "").replaceAll(/\[[^\]]+\]/g, "*"))
    .filter((path) => !/^(auth|trpc)\//.test(path));
  expect(existsSync(API)).toBe(true);
  expect(named.toSorted()).toEqual(there.toSorted());
});
