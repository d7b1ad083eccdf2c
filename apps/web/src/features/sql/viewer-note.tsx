"use client";
import { FolderOpen } from "lucide-react";
import { SavedQueries } from "../saved-queries/public.tsx";

/** Tells people who only run saved queries why they can't write, and whom to ask. */
export function ViewerNote() {
  return (
    <p className="shrink-0 border-b border-line bg-surface-2 px-3 py-1.5 text-12 text-text-2">
      You can run saved queries. Ask an admin for the analyst role to write SQL.
    </p>
  );
}

/** The list of saved queries for people who cannot write, shown while no query is open. */
export function ChooseQuery({ onPick }: { readonly onPick: (id: number) => void }) {
  return (
    <div className="min-h-0 min-w-0 grow overflow-y-auto">
      <section aria-label="Choose a saved query" className="mx-auto max-w-[840px] p-6">
        <h2 className="mb-1 flex items-center gap-2 text-16 font-semibold">
          <FolderOpen aria-hidden className="size-4 text-text-3" />
          Choose a saved query
        </h2>
        <p className="mb-4 text-13 text-text-2">
          You can run saved queries. Ask an admin for the analyst role to write SQL.
        </p>
        <SavedQueries canWrite={false} onPick={onPick} />
      </section>
    </div>
  );
}
