"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FileSearch, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Badge } from "../../ui/controls/badge.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";

interface OpenDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly canWrite: boolean;
  readonly onPick: (id: number) => void;
}

/** The dialog that finds and opens a saved query. */
export function OpenDialog({ open, onOpenChange, canWrite, onPick }: OpenDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Saved queries" shape="wide">
      <SavedQueries
        canWrite={canWrite}
        onPick={(id) => {
          onOpenChange(false);
          onPick(id);
        }}
      />
    </Dialog>
  );
}

interface SavedQueriesProps {
  readonly canWrite: boolean;
  readonly onPick: (id: number) => void;
}

/** The saved queries, found by any word of their name, description or SQL. */
export function SavedQueries({ canWrite, onPick }: SavedQueriesProps) {
  const [search, setSearch] = useState("");
  const [mine, setMine] = useState(false);
  const wanted = useDeferredValue(search);
  const api = useApi();
  const list = useQuery(
    api.queries.list.queryOptions(
      { search: wanted, mine, pageSize: 50 },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <div className="flex items-center gap-3 max-tablet:flex-col max-tablet:items-stretch">
        <TextField
          autoFocus
          hideLabel
          className="grow"
          label="Search saved queries"
          placeholder="Search name, description or SQL"
          icon={<Search />}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {canWrite ? (
          <label className="flex items-center gap-1.5 whitespace-nowrap">
            <input
              type="checkbox"
              className="accent-(--accent)"
              checked={mine}
              onChange={(event) => setMine(event.target.checked)}
            />
            Only mine
          </label>
        ) : null}
      </div>
      {list.isPending ? <Skeleton className="mt-3 h-40" /> : null}
      {list.isError ? (
        <p role="alert" className="mt-3 text-bad">
          {list.error.message}
        </p>
      ) : null}
      {list.data?.queries.length === 0 ? (
        <EmptyState
          icon={<FileSearch />}
          title={wanted === "" ? "No saved queries yet." : `No query matches "${wanted}".`}
        >
          {canWrite
            ? "Write SQL and press Ctrl+S to save it."
            : "Queries that analysts save are listed here."}
        </EmptyState>
      ) : null}
      <ul aria-label="Saved queries" className="mt-3">
        {list.data?.queries.map((query) => (
          <li key={query.id} className="border-t border-line first:border-t-0">
            <button
              type="button"
              className="flex w-full items-center gap-x-3 gap-y-1 rounded-control px-2 py-2 text-left hover:bg-surface-2 max-tablet:flex-wrap"
              onClick={() => onPick(query.id)}
            >
              <span className="min-w-0 grow max-tablet:basis-full">
                <span className="block truncate font-medium max-tablet:whitespace-normal">
                  {query.name}
                </span>
                <span className="block truncate text-12 text-text-3 max-tablet:whitespace-normal">
                  {query.description || query.owner.name}
                </span>
              </span>
              {query.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
              <span className="text-12 text-text-3">
                <TimeStamp at={query.updatedAt} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
