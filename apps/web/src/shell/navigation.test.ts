import type { ROLES } from "@headwater/domain/rights";
import { describe, expect, test } from "vitest";
import { MANIFESTS } from "../features/index.ts";
import { FEATURES } from "../features/server.ts";
import type { ServerFeature } from "../server/feature.ts";
import { scopesOf } from "../server/scopes.ts";
import { DESTINATIONS, destinationsFor, FINDINGS, isAt, placesFor, titleOf } from "./navigation.ts";

const namesFor = (role: (typeof ROLES)[number]) =>
  destinationsFor(scopesOf(role)).map(({ name }) => name);

test("the sidebar has the places that a role may open, by their rank", () => {
  const [viewer, admin] = [namesFor("viewer"), namesFor("admin")];
  // Places of other features may be between these.
  const known = ["Home", "SQL", "Pipeline", "Catalog", "Admin"];
  expect(admin.filter((name) => known.includes(name))).toEqual(known);
  expect(viewer.filter((name) => known.includes(name))).toEqual(known.slice(0, -1));
  expect(admin).toEqual(expect.arrayContaining(viewer));
});

test("people find only places that they may open", () => {
  const paths = (role: (typeof ROLES)[number]) => placesFor(scopesOf(role)).map(({ path }) => path);
  expect(paths("analyst")).not.toContain("/admin/people");
  expect(paths("admin")).toContain("/admin/people");
  expect(paths("viewer")).toContain("/account");
});

describe("the manifests", () => {
  test("name scopes that procedures have", () => {
    const scopes = scopesOf("admin");
    for (const { places } of MANIFESTS)
      for (const { scope } of places) expect(scopes).toContain(scope);
  });

  test("have no two places with the same path, key or rank", () => {
    const once = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length);
    once(MANIFESTS.flatMap(({ places }) => places.map(({ path }) => path)));
    once(DESTINATIONS.map(({ key }) => key));
    once(DESTINATIONS.map(({ rank }) => rank));
  });

  test("list the same kinds of objects as the searches on the server", () => {
    const features: readonly ServerFeature[] = Object.values(FEATURES);
    const searched = features.flatMap(({ searches = {} }) => Object.keys(searches));
    expect(FINDINGS.map(({ kind }) => kind).toSorted()).toEqual(searched.toSorted());
  });
});

test.each([
  ["/", "/", true],
  ["/sql", "/", false],
  ["/sql/7", "/sql", true],
  ["/sqlite", "/sql", false],
])("%s belongs to %s: %s", (path, place, belongs) => {
  const [destination] = DESTINATIONS.filter((one) => one.path === place);
  expect(destination !== undefined && isAt(path, destination)).toBe(belongs);
});

test("a page without a place has no title", () => {
  expect(titleOf("/account")).toBe("Account");
  expect(() => titleOf("/nowhere")).toThrow("No feature has the place");
});
