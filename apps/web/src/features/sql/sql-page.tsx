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
  /** Writes SQL; others run saved queries as they are. */
  readonly canWrite: boolean;
}

/** Write SQL, run it, look at what comes, keep it. */
export function SqlPage({ queryId, canWrite }: SqlPageProps) {
  const state = useTabs();
  const { tabs, active } = state;
  const { open, failed } = useAddress({ state, queryId, canWrite });
  // Who chooses among saved queries must not be asked to while the one of the address is on its way.
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

/** Asks before a page with changed saved queries is left. Drafts come back by themselves. */
function useLeaveGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
}
