"use client";
import { useEffect, useState } from "react";
import {
  activeTab,
  changeTab,
  closeTab,
  newTab,
  nextNumber,
  openTab,
  type QueryTab,
  readTabs,
  type Tabs,
} from "./tabs.ts";

const STORED_AS = "headwater-sql-tabs";

/** The open tabs, kept in the browser: a reload or a crash loses no text. Null until they were read. */
export function useTabs() {
  const [tabs, setTabs] = useState<Tabs | null>(null);
  useEffect(() => {
    setTabs(readTabs(localStorage.getItem(STORED_AS)) ?? first());
  }, []);
  useEffect(() => {
    if (tabs !== null) localStorage.setItem(STORED_AS, JSON.stringify(tabs));
  }, [tabs]);
  const update = (step: (tabs: Tabs) => Tabs) => setTabs((now) => (now === null ? now : step(now)));
  return {
    tabs,
    active: tabs === null ? undefined : activeTab(tabs),
    show: (id: string) => update((now) => ({ ...now, activeId: id })),
    change: (id: string, change: Partial<QueryTab>) => update((now) => changeTab(now, id, change)),
    close: (id: string) => update((now) => closeTab(now, id, crypto.randomUUID())),
    add: (sql = "") =>
      update((now) => openTab(now, newTab(crypto.randomUUID(), sql, nextNumber(now)))),
    /** Shows the tab of a saved query, opening one if there is none. */
    openSaved: (tab: Omit<QueryTab, "id" | "panel"> & { readonly panel?: string }) =>
      update((now) => withSaved(now, tab)),
  };
}

function first(): Tabs {
  const tab = newTab(crypto.randomUUID());
  return { open: [tab], activeId: tab.id };
}

function withSaved(
  tabs: Tabs,
  tab: Omit<QueryTab, "id" | "panel"> & { readonly panel?: string },
): Tabs {
  const there = tabs.open.find(
    (one) => one.saved !== null && one.saved.queryId === tab.saved?.queryId,
  );
  const panel = tab.panel ?? there?.panel ?? "results";
  if (there === undefined) return openTab(tabs, { ...tab, id: crypto.randomUUID(), panel });
  // Text that was typed over an older version is the reader's; only an untouched tab takes the newer one.
  const untouched = there.sql === there.saved?.sql;
  const fresh = untouched ? { ...tab, executionId: there.executionId ?? tab.executionId } : {};
  return { ...changeTab(tabs, there.id, { ...fresh, panel }), activeId: there.id };
}

export type TabsState = ReturnType<typeof useTabs>;
