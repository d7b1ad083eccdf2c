"use client";
import { useEffect } from "react";
import { Banner } from "../../ui/controls/banner.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { SqlWorkspace } from "./sql-workspace.tsx";
import { isDirty } from "./tabs.ts";
import { useAddress } from "./use-address.ts";
import { useTabs } from "./use-tabs.ts";

interface SqlPageProps {
  /** A saved query to show, from the URL. */
  readonly queryId: number | null;
  /** True for a person who writes SQL; others only run saved queries. */
  readonly canWrite: boolean;
}

/** The page to write, run and save SQL. */
export function SqlPage({ queryId, canWrite }: SqlPageProps) {
  const state = useTabs();
  const { tabs, active } = state;
  const { open, failed } = useAddress({ state, queryId, canWrite });
  // A viewer must not be asked to choose a saved query while the query of the address is loading.
  const isComing = !canWrite && queryId !== null && state.chosen === 0 && failed === null;
  useLeaveGuard(
    canWrite && (tabs?.open.some((tab) => tab.saved !== null && isDirty(tab)) ?? false),
  );
  return (
    <div className="flex h-dvh min-w-0 flex-col max-tablet:h-[calc(100dvh-48px)]">
      <h1 className="sr-only">SQL</h1>
      {failed === null ? null : (
        <div className="p-3">
          <Banner tone="bad">{failed}</Banner>
        </div>
      )}
      {active === undefined || tabs === null || isComing ? (
        <Skeleton className="m-4 h-64" />
      ) : (
        <SqlWorkspace state={state} tabs={tabs} tab={active} canWrite={canWrite} onOpen={open} />
      )}
    </div>
  );
}

/**
 * Asks before the person leaves a page with changed saved queries. Drafts are kept in the browser
 * anyway.
 */
function useLeaveGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
}
