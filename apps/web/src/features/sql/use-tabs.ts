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

/** The open tabs, kept in the browser: a reload or a crash loses no text. Null until they were read. */
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
    /** How often the reader has chosen a tab since the page came: each time the editor takes the focus. */
    chosen,
    active: tabs === null ? undefined : activeTab(tabs),
    show: (id: string) => choose((now) => ({ ...now, activeId: id })),
    change: (id: string, change: Partial<QueryTab>) => update((now) => changeTab(now, id, change)),
    close: (id: string) => choose((now) => closeTab(now, id, crypto.randomUUID())),
    add: () => choose((now) => openTab(now, newTab(crypto.randomUUID(), "", nextNumber(now)))),
    /** Shows a text that came from elsewhere. */
    addText: (sql: string) =>
      choose((now) => openInPlace(now, newTab(crypto.randomUUID(), sql, nextNumber(now)))),
    /** Shows the tab of a saved query, opening one if there is none. */
    openSaved: (tab: Opened) => choose((now) => withSaved(now, tab)),
  };
}

function first(): Tabs {
  const tab = newTab(crypto.randomUUID());
  return { open: [tab], activeId: tab.id };
}

type Opened = Omit<QueryTab, "id" | "panel"> & { readonly panel?: string };

function withSaved(tabs: Tabs, tab: Opened): Tabs {
  const there = tabs.open.find(
    (one) => one.saved !== null && one.saved.queryId === tab.saved?.queryId,
  );
  const panel = tab.panel ?? there?.panel ?? "results";
  if (there === undefined) return openInPlace(tabs, { ...tab, id: crypto.randomUUID(), panel });
  // Text that was typed over an older version is the reader's; only an untouched tab takes the newer one.
  const untouched = there.sql === there.saved?.sql;
  const fresh = untouched ? { ...tab, executionId: there.executionId ?? tab.executionId } : {};
  const parameters = { ...there.parameters, ...tab.parameters };
  return {
    ...changeTab(tabs, there.id, { ...fresh, parameters, panel }),
    activeId: there.id,
  };
}

export type TabsState = ReturnType<typeof useTabs>;
