/**
 * One open query of the SQL page. The browser keeps the typed text until the text is saved or the
 * tab is closed.
 */
export interface QueryTab {
  readonly id: string;
  readonly name: string;
  readonly sql: string;
  /** The saved query that the tab shows, if any, with the text and the version that were loaded. */
  readonly saved: {
    readonly queryId: number;
    readonly version: number;
    readonly sql: string;
  } | null;
  readonly executionId: string | null;
  /**
   * Values of the `$name` parameters, also of names that the text no longer has, because they may
   * come back.
   */
  readonly parameters: Readonly<Record<string, string>>;
  /** The chosen result tab: `results`, `profile`, `history`, or a chart. */
  readonly panel: string;
}

export interface Tabs {
  readonly open: readonly QueryTab[];
  readonly activeId: string;
}

/** A tab without a saved query. */
export function newTab(id: string, sql = "", number = 1): QueryTab {
  return {
    id,
    name: number === 1 ? "Untitled" : `Untitled ${number}`,
    sql,
    saved: null,
    executionId: null,
    parameters: {},
    panel: "results",
  };
}

/** True while the text differs from the saved text; an empty new tab is not dirty. */
export function isDirty(tab: QueryTab): boolean {
  return tab.saved === null ? tab.sql.trim() !== "" : tab.sql !== tab.saved.sql;
}

export function activeTab(tabs: Tabs): QueryTab | undefined {
  return tabs.open.find((tab) => tab.id === tabs.activeId) ?? tabs.open[0];
}

/** Adds a tab and shows it. */
export function openTab(tabs: Tabs, tab: QueryTab): Tabs {
  return { open: [...tabs.open, tab], activeId: tab.id };
}

/** Shows a tab in place of the shown tab if that one is untouched, else as an additional tab. */
export function openInPlace(tabs: Tabs, tab: QueryTab): Tabs {
  const shown = activeTab(tabs);
  if (shown === undefined || !isUntouched(shown)) return openTab(tabs, tab);
  const placed = tab.saved === null ? { ...tab, name: shown.name } : tab;
  return { open: tabs.open.map((one) => (one === shown ? placed : one)), activeId: tab.id };
}

/** An empty tab that has neither a text, nor a saved query, nor a result. */
function isUntouched({ saved, sql, executionId }: QueryTab): boolean {
  return saved === null && sql.trim() === "" && executionId === null;
}

// Tabs are plain values and every change makes new ones, so that they can be stored, and tested
// without a page.
/** Changes one tab; the rest stay the same objects. */
export function changeTab(tabs: Tabs, id: string, change: Partial<QueryTab>): Tabs {
  return { ...tabs, open: tabs.open.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)) };
}

/** Closes a tab and shows its neighbour; closing the last tab leaves an empty tab. */
export function closeTab(tabs: Tabs, id: string, spareId: string): Tabs {
  const at = tabs.open.findIndex((tab) => tab.id === id);
  const open = tabs.open.filter((tab) => tab.id !== id);
  if (open.length === 0) return { open: [newTab(spareId)], activeId: spareId };
  if (tabs.activeId !== id) return { ...tabs, open };
  return { open, activeId: (open[Math.min(at, open.length - 1)] ?? open[0])?.id ?? spareId };
}

/** The smallest number that no untitled tab has yet. */
export function nextNumber(tabs: Tabs): number {
  const names = new Set(tabs.open.map((tab) => tab.name));
  let number = 1;
  while (names.has(number === 1 ? "Untitled" : `Untitled ${number}`)) number++;
  return number;
}

/** Reads stored tabs and drops every value that is not a tab; null if no tab is left. */
export function readTabs(text: string | null): Tabs | null {
  try {
    const stored = JSON.parse(text ?? "null") as Partial<Tabs> | null;
    const open = (stored?.open ?? [])
      .filter(isTab)
      .map((tab) => ({ ...tab, parameters: textsOf(tab.parameters) }));
    const [first] = open;
    if (first === undefined) return null;
    const active = open.find((tab) => tab.id === stored?.activeId) ?? first;
    return { open, activeId: active.id };
  } catch {
    return null;
  }
}

function isTab(value: unknown): value is QueryTab {
  const tab = value as Partial<QueryTab> | null;
  return (
    typeof tab?.id === "string" &&
    typeof tab.name === "string" &&
    typeof tab.sql === "string" &&
    typeof tab.panel === "string" &&
    (tab.executionId === null || typeof tab.executionId === "string") &&
    isSaved(tab.saved)
  );
}

/** Keeps only values that are texts; a tab that an older portal stored has no values. */
function textsOf(values: unknown): Record<string, string> {
  const pairs = Object.entries(values ?? {});
  return Object.fromEntries(pairs.filter((pair) => typeof pair[1] === "string"));
}

/**
 * Checks a stored saved query. An older portal may have stored fewer fields, and an incomplete one
 * would break the page at each visit.
 */
function isSaved(saved: QueryTab["saved"] | undefined): boolean {
  if (saved === null) return true;
  return (
    typeof saved?.queryId === "number" &&
    typeof saved.version === "number" &&
    typeof saved.sql === "string"
  );
}
