"use client";
import { useEffect, useState } from "react";
import {
  activeTab,
  changeTab,
  closeTab,
  newTab,
  nextNumber,
  openInPlace,
  openTab,
  type QueryTab,
  readTabs,
  type Tabs,
} from "./tabs.ts";

const STORED_AS = "headwater-sql-tabs";

/**
 * The open tabs, stored in the browser so that a reload or a crash loses no text. Null until they
 * are read.
 */
export function useTabs() {
  const [tabs, setTabs] = useState<Tabs | null>(null);
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    setTabs(readTabs(localStorage.getItem(STORED_AS)) ?? first());
  }, []);
  useEffect(() => {
    if (tabs !== null) localStorage.setItem(STORED_AS, JSON.stringify(tabs));
  }, [tabs]);
  const update = (step: (tabs: Tabs) => Tabs) => setTabs((now) => (now === null ? now : step(now)));
  const choose = (step: (tabs: Tabs) => Tabs) => {
    update(step);
    setChosen((times) => times + 1);
  };
  return {
    tabs,
    /**
     * How often the person has chosen a tab since the page was loaded; at each change the editor
     * takes the focus.
     */
    chosen,
    active: tabs === null ? undefined : activeTab(tabs),
    show: (id: string) => choose((now) => ({ ...now, activeId: id })),
    change: (id: string, change: Partial<QueryTab>) => update((now) => changeTab(now, id, change)),
    close: (id: string) => choose((now) => closeTab(now, id, crypto.randomUUID())),
    add: () => choose((now) => openTab(now, newTab(crypto.randomUUID(), "", nextNumber(now)))),
    /** Shows a text from the address or from a closed tab. */
    addText: (sql: string) =>
      choose((now) => openInPlace(now, newTab(crypto.randomUUID(), sql, nextNumber(now)))),
    /** Shows the tab of a saved query, and opens a tab if the query has none. */
    openSaved: (tab: Opened) => choose((now) => withSaved(now, tab)),
  };
}

function first(): Tabs {
  const tab = newTab(crypto.randomUUID());
  return { open: [tab], activeId: tab.id };
}

type Opened = Omit<QueryTab, "id" | "panel"> & { readonly panel?: string };

function withSaved(tabs: Tabs, tab: Opened): Tabs {
  const existing = tabs.open.find(
    (one) => one.saved !== null && one.saved.queryId === tab.saved?.queryId,
  );
  const panel = tab.panel ?? existing?.panel ?? "results";
  if (existing === undefined) return openInPlace(tabs, { ...tab, id: crypto.randomUUID(), panel });
  // Text that the person changed is kept; only an unchanged tab takes the newer version.
  const untouched = existing.sql === existing.saved?.sql;
  const fresh = untouched ? { ...tab, executionId: existing.executionId ?? tab.executionId } : {};
  const parameters = { ...existing.parameters, ...tab.parameters };
  return {
    ...changeTab(tabs, existing.id, { ...fresh, parameters, panel }),
    activeId: existing.id,
  };
}

export type TabsState = ReturnType<typeof useTabs>;
