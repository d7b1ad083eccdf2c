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

/**
 * Keeps tabs and address in step: opens the query that the address names, and writes the shown
 * query into the address.
 */
export function useAddress({ state, queryId, canWrite }: AddressProps) {
  const { open, failed } = useOpenQuery(state);
  // The path that this hook wrote itself, which must not open a query again.
  const written = useRef<string | null>(null);
  useOpenFromAddress({ state, queryId, canWrite, open, written });
  useWriteAddress({ state, queryId, written });
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
      setFailed(
        error instanceof Error ? error.message : "The query could not be opened. Try again.",
      );
    }
  };
  return { open, failed };
}

interface OpenFromAddressProps extends AddressProps {
  readonly open: Open;
  readonly written: { readonly current: string | null };
}

/** Opens the query of the address: a saved query with a chart and values, or a text. */
function useOpenFromAddress({
  state: { tabs, addText },
  queryId,
  canWrite,
  open,
  written,
}: OpenFromAddressProps): void {
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
    // A text is opened only for people who may write SQL, because others could not run it.
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

interface WriteAddressProps extends Omit<AddressProps, "canWrite"> {
  readonly written: { current: string | null };
}

/** Writes the shown tab into the address, so that the address can be copied and reloaded. */
function useWriteAddress({ state: { active }, queryId, written }: WriteAddressProps): void {
  const shown = active?.saved?.queryId ?? null;
  const target = active === undefined || shown === null ? "/sql" : addressOf(active, shown);
  const settled = useRef(queryId === null);
  useEffect(() => {
    // Until the query of the address is open, the shown tab is another one.
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
