"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useApiClient } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { SqlWorkspace } from "./sql-workspace.tsx";
import { isDirty } from "./tabs.ts";
import { type TabsState, useTabs } from "./use-tabs.ts";

interface SqlPageProps {
  /** A saved query to show, from the URL. */
  readonly queryId: number | null;
  readonly canSave: boolean;
}

/** Write SQL, run it, look at what comes, keep it. */
export function SqlPage({ queryId, canSave }: SqlPageProps) {
  const state = useTabs();
  const { tabs, active } = state;
  const failed = useOpenFromUrl(state, queryId);
  useShownInUrl(state, queryId);
  useLeaveGuard(tabs?.open.some((tab) => tab.saved !== null && isDirty(tab)) ?? false);
  return (
    <div className="flex h-dvh min-w-0 flex-col max-tablet:h-[calc(100dvh-48px)]">
      <h1 className="sr-only">SQL</h1>
      {failed === null ? null : (
        <div className="p-3">
          <Banner tone="bad">{failed}</Banner>
        </div>
      )}
      {active === undefined || tabs === null ? (
        <Skeleton className="m-4 h-64" />
      ) : (
        <SqlWorkspace state={state} tabs={tabs} tab={active} canSave={canSave} />
      )}
    </div>
  );
}

/** Opens what the URL asks for: a saved query with its last result, or text. */
function useOpenFromUrl(
  { tabs, openSaved, add }: TabsState,
  queryId: number | null,
): string | null {
  const client = useApiClient();
  const search = useSearchParams();
  const router = useRouter();
  const [failed, setFailed] = useState<string | null>(null);
  const opened = useRef<string | null>(null);
  const ready = tabs !== null;
  const sql = search.get("sql");
  const chart = search.get("chart");
  const wanted = queryId === null ? sql : `query ${queryId}`;
  useEffect(() => {
    if (!ready || wanted === null || opened.current === wanted) return;
    opened.current = wanted;
    if (queryId === null) {
      add(wanted);
      router.replace("/sql");
      return;
    }
    client.queries.get
      .query({ id: queryId })
      .then((query) =>
        openSaved({
          name: query.name,
          sql: query.sql,
          saved: { queryId, version: query.version, sql: query.sql },
          executionId: query.latestExecutionId,
          ...(chart === null ? {} : { panel: `chart:${chart}` }),
        }),
      )
      .catch((error: unknown) =>
        setFailed(error instanceof Error ? error.message : "The query could not be opened."),
      );
  }, [ready, wanted, queryId, chart, client, router, add, openSaved]);
  return failed;
}

/** Keeps the address in step with the shown tab, so that it can be copied and reloaded. */
function useShownInUrl({ active }: TabsState, queryId: number | null): void {
  const shown = active?.saved?.queryId ?? null;
  const chart = /^chart:(\d+)$/.exec(active?.panel ?? "")?.[1];
  const target =
    shown === null ? "/sql" : `/sql/${shown}${chart === undefined ? "" : `?chart=${chart}`}`;
  const settled = useRef(queryId === null);
  useEffect(() => {
    // Until the query of the URL is open, the shown tab is not what the URL means.
    if (shown === queryId) settled.current = true;
    if (!settled.current || active === undefined) return;
    if (window.location.search.startsWith("?sql=")) return;
    window.history.replaceState(null, "", target);
  }, [target, shown, queryId, active]);
}

/** Asks before a page with changed saved queries is left. Drafts come back by themselves. */
function useLeaveGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
}
