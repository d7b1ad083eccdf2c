import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PIPELINE_ROLES } from "@headwater/runtime/roles";
import { expect, test } from "vitest";
import { loadRole, pipelineRole } from "./roles.ts";

test.each(PIPELINE_ROLES.map((role) => [role.name, role] as const))(
  "the folder of the role %s exports a function that starts the role",
  async (_name, role) => {
    expect(await loadRole(role)).toBeTypeOf("function");
  },
);

test("every folder of the pipeline is a role of the list", () => {
  const folders = readdirSync(import.meta.dirname).filter((name) =>
    existsSync(join(import.meta.dirname, name, "index.ts")),
  );
  expect(folders.toSorted()).toEqual(PIPELINE_ROLES.map(({ name }) => name).toSorted());
});

test.each([["fish"], ["portal"], ["toString"], [undefined]])(
  "%s is not a role of the pipeline",
  (name) => {
    expect(pipelineRole(name)).toBeNull();
  },
);
