"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { useApi, useApiClient } from "../../shell/api.tsx";
import type { QueryTab } from "./tabs.ts";

/** The saved query of a tab, with the functions that save it. */
export function useSavedQuery(
  tab: QueryTab | undefined,
  change: (change: Partial<QueryTab>) => void,
  canWrite: boolean,
) {
  const api = useApi();
  const client = useApiClient();
  const cache = useQueryClient();
  const queryId = tab?.saved?.queryId ?? null;
  const loaded = useQuery({
    ...api.queries.get.queryOptions({ id: queryId ?? 0 }),
    enabled: queryId !== null,
    retry: false,
  });
  useNewestText(tab, loaded.data, change, canWrite);
  const refresh = () => cache.invalidateQueries({ queryKey: api.queries.pathKey() });

  const create = async (name: string, description: string) => {
    if (tab === undefined) return;
    const { sql, executionId } = tab;
    const query = await client.queries.create.mutate({ name, description, sql, executionId });
    change({ name: query.name, saved: { queryId: query.id, version: query.version, sql } });
    toast.success(`Saved "${query.name}"`);
    await refresh();
  };
  const saveOver = async (sql: string, id: number, version: number | null) => {
    const { executionId = null } = tab ?? {};
    const query = await client.queries.save.mutate({ id, version, sql, executionId });
    change({ saved: { queryId: query.id, version: query.version, sql } });
    toast.success(`Saved version ${query.version}`);
    await refresh();
  };
  const save = async (sql: string) => {
    const saved = tab?.saved ?? null;
    if (saved === null) return;
    await saveOver(sql, saved.queryId, saved.version).catch((error: unknown) =>
      toast.error(wordsOf(error), {
        duration: Number.POSITIVE_INFINITY,
        closeButton: true,
        ...(isConflict(error)
          ? {
              action: {
                label: "Overwrite",
                onClick: () => void saveOver(sql, saved.queryId, null),
              },
            }
          : {}),
      }),
    );
  };
  return {
    query: queryId === null ? undefined : loaded.data,
    failed: loaded.error?.message ?? null,
    create,
    save,
    refresh,
  };
}

/**
 * Brings the text that others saved meanwhile into a tab whose text is unchanged. A person who
 * cannot write always sees the saved text.
 */
function useNewestText(
  tab: QueryTab | undefined,
  query: { readonly name: string; readonly sql: string; readonly version: number } | undefined,
  change: (change: Partial<QueryTab>) => void,
  canWrite: boolean,
): void {
  const latest = useRef({ tab, change });
  latest.current = { tab, change };
  useEffect(() => {
    const saved = latest.current.tab?.saved ?? null;
    if (query === undefined || saved === null) return;
    const { name, sql, version } = query;
    const text = latest.current.tab?.sql;
    const isOlder = version > saved.version && text === saved.sql;
    if (isOlder || (!canWrite && text !== sql))
      latest.current.change({ name, sql, saved: { ...saved, version, sql } });
  }, [query, canWrite]);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "The query could not be saved. Try again.";
}

function isConflict(error: unknown): boolean {
  return (error as { data?: { httpStatus?: number } }).data?.httpStatus === 409;
}
