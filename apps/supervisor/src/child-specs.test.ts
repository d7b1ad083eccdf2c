import { loadConfig } from "@headwater/runtime";
import { ROLES } from "@headwater/runtime/roles";
import { expect, test } from "vitest";
import { childSpecs } from "./child-specs.ts";

const ADDRESSES = { databaseUrl: "postgresql://h/db", port: 3100, edgePort: 8180 };
const specs = (environment: Record<string, string>) =>
  childSpecs(loadConfig(environment), ADDRESSES, { PATH: "/bin" });

test("each role is one process that gets its role, the database and the ports as settings", () => {
  const started = specs({});
  // In the order of the list, and with the demo's roles beside the others.
  expect(started.map(({ name }) => name)).toEqual(ROLES.map(({ name }) => name));
  for (const { name, env } of started)
    expect(env).toMatchObject({
      PATH: "/bin",
      HEADWATER_ROLES: name,
      DATABASE_URL: ADDRESSES.databaseUrl,
      HEADWATER_PORT: "3100",
      HEADWATER_EDGE_PORT: "8180",
    });
});

test("the Node flags of the list of roles stand before the program of the role", () => {
  const [edge] = specs({ HEADWATER_ROLES: "edge", HEADWATER_DEMO: "off" });
  expect(edge?.args).toEqual([
    "--min-semi-space-size=16",
    "--max-semi-space-size=16",
    expect.stringMatching(/apps\/pipeline\/src\/main\.ts$/),
  ]);
});

test("the supervisor probes only the portal; the other roles report that they are ready", () => {
  const probed = specs({}).filter(({ probe }) => probe !== undefined);
  expect(probed.map(({ name }) => name)).toEqual(["portal"]);
});
