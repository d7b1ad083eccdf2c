"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useApiClient } from "../../shell/api.tsx";
import { forAddress, fromAddress } from "./parameter-values.ts";
import type { QueryTab } from "./tabs.ts";
import type { TabsState } from "./use-tabs.ts";

interface AddressProps {
  readonly state: TabsState;
  /** A saved query to show, from the URL. */
  readonly queryId: number | null;
  readonly canWrite: boolean;
}

/** Keeps tabs and address in step: opens what the address asks for, and writes into it what is shown. */
export function useAddress({ state, queryId, canWrite }: AddressProps) {
  const { open, failed } = useOpenQuery(state);
  // Paths that stand in the address because they are shown ask for nothing.
  const written = useRef<string | null>(null);
  useAsked({ state, queryId, canWrite, open, written });
  useShown({ state, queryId, written });
  return { open: (id: number) => void open(id, {}), failed };
}

type Open = (id: number, asked: Partial<Pick<QueryTab, "panel" | "parameters">>) => Promise<void>;

/** Opens a saved query with its last result. */
function useOpenQuery({ openSaved }: TabsState): { open: Open; failed: string | null } {
  const client = useApiClient();
  const [failed, setFailed] = useState<string | null>(null);
  const open: Open = async (queryId, asked) => {
    setFailed(null);
    try {
      const query = await client.queries.get.query({ id: queryId });
      openSaved({
        name: query.name,
        sql: query.sql,
        saved: { queryId, version: query.version, sql: query.sql },
        executionId: query.latestExecutionId,
        parameters: {},
        ...asked,
      });
    } catch (error) {
      setFailed(error instanceof Error ? error.message : "The query could not be opened.");
    }
  };
  return { open, failed };
}

interface AskedProps extends AddressProps {
  readonly open: Open;
  readonly written: { readonly current: string | null };
}

/** Opens what the address asks for: a saved query with a chart and values, or a text. */
function useAsked({
  state: { tabs, addText },
  queryId,
  canWrite,
  open,
  written,
}: AskedProps): void {
  const path = usePathname();
  const search = useSearchParams();
  const router = useRouter();
  const opened = useRef<string | null>(null);
  const ready = tabs !== null;
  const sql = search.get("sql");
  const act = (wanted: string): void => {
    if (queryId !== null) {
      const chart = search.get("chart");
      const panel = chart === null ? {} : { panel: `chart:${chart}` };
      void open(queryId, { parameters: fromAddress(search), ...panel });
      return;
    }
    // Who writes no SQL can do nothing with a text of their own.
    if (canWrite) addText(wanted);
    router.replace("/sql");
  };
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!ready || path === written.current) return;
    const wanted = queryId === null ? sql : path;
    if (wanted === null || opened.current === wanted) return;
    opened.current = wanted;
    latest.current(wanted);
  }, [ready, path, sql, queryId, written]);
}

interface ShownProps extends Omit<AddressProps, "canWrite"> {
  readonly written: { current: string | null };
}

/** Keeps the address in step with the shown tab, so that it can be copied and reloaded. */
function useShown({ state: { active }, queryId, written }: ShownProps): void {
  const shown = active?.saved?.queryId ?? null;
  const target = active === undefined || shown === null ? "/sql" : addressOf(active, shown);
  const settled = useRef(queryId === null);
  useEffect(() => {
    // Until the query of the URL is open, the shown tab is not what the URL means.
    if (shown === queryId) settled.current = true;
    if (!settled.current || active === undefined) return;
    if (window.location.search.startsWith("?sql=")) return;
    written.current = target.split("?")[0] ?? null;
    window.history.replaceState(null, "", target);
  }, [target, shown, queryId, active, written]);
}

function addressOf({ panel, sql, parameters }: QueryTab, queryId: number): string {
  const chart = /^chart:(\d+)$/.exec(panel)?.[1];
  const search = new URLSearchParams(chart === undefined ? {} : { chart });
  for (const [name, value] of forAddress(sql, parameters)) search.set(name, value);
  return `/sql/${queryId}${search.size === 0 ? "" : `?${search}`}`;
}
