import { expect, test } from "vitest";
import {
  activeTab,
  changeTab,
  closeTab,
  isDirty,
  newTab,
  nextNumber,
  openInPlace,
  openTab,
  readTabs,
  type Tabs,
} from "./tabs.ts";

const one: Tabs = { open: [newTab("a")], activeId: "a" };
const three = openTab(openTab(one, newTab("b", "SELECT 2", 2)), newTab("c", "", 3));

test("a new tab is shown, and no two untitled tabs have the same number", () => {
  expect(activeTab(three)?.id).toBe("c");
  expect(nextNumber(three)).toBe(4);
  expect(nextNumber(closeTab(three, "b", "x"))).toBe(2);
});

test("an opened query replaces the shown tab only if that tab is untouched", () => {
  const saved = {
    ...newTab("s", "SELECT 9"),
    name: "Daily",
    saved: { queryId: 7, version: 1, sql: "SELECT 9" },
  };
  expect(openInPlace(one, saved)).toEqual({ open: [saved], activeId: "s" });
  expect(openInPlace(one, newTab("t", "SELECT 8", 2)).open.map(({ name }) => name)).toEqual([
    "Untitled",
  ]);
  const typed = changeTab(one, "a", { sql: "SELECT 1" });
  expect(openInPlace(typed, saved).open.map(({ id }) => id)).toEqual(["a", "s"]);
  const ran = changeTab(one, "a", { executionId: "e" });
  expect(openInPlace(ran, saved).open).toHaveLength(2);
});

test("closing a tab shows its neighbour, and closing the last tab opens an empty one", () => {
  expect(closeTab(three, "c", "x").activeId).toBe("b");
  expect(closeTab({ ...three, activeId: "a" }, "a", "x").activeId).toBe("b");
  expect(closeTab(three, "a", "x").activeId).toBe("c");
  expect(closeTab(one, "a", "x")).toEqual({ open: [newTab("x")], activeId: "x" });
});

test("a change affects only one tab", () => {
  const changed = changeTab(three, "b", { sql: "SELECT 3" });
  expect(changed.open[1]?.sql).toBe("SELECT 3");
  expect(changed.open[0]).toBe(three.open[0]);
});

test.each([
  ["an empty new tab", "", null, false],
  ["typed text", "SELECT 1", null, true],
  ["a saved query", "SELECT 1", "SELECT 1", false],
  ["a changed query", "SELECT 2", "SELECT 1", true],
])("%s is dirty only if its text is not saved", (...[, sql, savedSql, dirty]) => {
  const saved = savedSql === null ? null : { queryId: 1, version: 1, sql: savedSql };
  expect(isDirty({ ...newTab("a", sql), saved })).toBe(dirty);
});

test("stored tabs are read back, and invalid values are dropped", () => {
  expect(readTabs(JSON.stringify(three))).toEqual(three);
  expect(readTabs(JSON.stringify({ open: [{ id: 1 }, newTab("a")], activeId: "gone" }))).toEqual(
    one,
  );
  expect([readTabs(null), readTabs("{"), readTabs('{"open":[]}'), readTabs('"x"')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test.each([
  ["no field for the saved query", { saved: undefined }],
  ["a saved query without its text", { saved: { queryId: 1, version: 1 } }],
  ["a run that is not a text", { executionId: 7 }],
  ["no name", { name: null }],
])("a stored tab with %s is dropped, the others stay", (_name, change) => {
  const kept = newTab("kept", "SELECT 1");
  const text = JSON.stringify({ open: [{ ...newTab("bad"), ...change }, kept], activeId: "bad" });
  const tabs = readTabs(text);
  expect(tabs).toEqual({ open: [kept], activeId: "kept" });
  expect(tabs?.open.map(isDirty)).toEqual([true]);
});

test("values of parameters are stored, and tabs of an older portal have no values", () => {
  const { parameters: _, ...old } = newTab("old", "SELECT $a");
  const stored = [old, { ...newTab("new"), parameters: { a: "x", b: 3 } }];
  const read = readTabs(JSON.stringify({ open: stored, activeId: "new" }));
  expect(read?.open.map(({ parameters }) => parameters)).toEqual([{}, { a: "x" }]);
});
