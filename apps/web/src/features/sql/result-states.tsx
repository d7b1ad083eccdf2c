"use client";
import { errorInWords } from "@headwater/domain";
import { Archive, CirclePlay, LoaderCircle } from "lucide-react";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import type { RunState } from "./run-state.ts";

/** No rows are there yet. */
export function Waiting() {
  return (
    <div className="grid grow place-items-center p-8 text-text-3">
      <LoaderCircle aria-label="Waiting for the first rows" className="size-5 animate-spin" />
    </div>
  );
}

/** Nothing was run here yet. */
export function NotRunYet({ canWrite }: { readonly canWrite: boolean }) {
  return canWrite ? (
    <EmptyState icon={<CirclePlay />} title="Run a statement to see its rows here.">
      Ctrl+Enter runs the statement at the cursor, or what is selected.
    </EmptyState>
  ) : (
    <EmptyState icon={<CirclePlay />} title="Run the query to see its rows here.">
      Ctrl+Enter in the text or Execute runs it.
    </EmptyState>
  );
}

/** The reader asked for a run of a text without a statement: older rows would look like its answer. */
export function NothingToRun() {
  return (
    <div role="status">
      <EmptyState icon={<CirclePlay />} title="Nothing to run">
        The text holds no statement, only space or comments.
      </EmptyState>
    </div>
  );
}

/** A result of long ago, whose rows are gone. */
export function Expired({ onRun }: { readonly onRun: () => void }) {
  return (
    <EmptyState
      icon={<Archive />}
      title="The last result is no longer kept."
      action={
        <Button size="small" onClick={onRun}>
          Run again
        </Button>
      }
    >
      Results that nobody looks at are removed after some days.
    </EmptyState>
  );
}

interface EndedProps {
  readonly run: RunState;
  /** The error stands already in the list of problems below the text. */
  readonly isListed: boolean;
}

/** A run without rows: what happened, where, and what to do. */
export function Ended({ run: { execution }, isListed }: EndedProps) {
  const { error, state } = execution;
  if (state === "cancelled")
    return (
      <div className="p-4">
        <Banner tone="warn">Cancelled. Nothing of it was kept; run it again when you like.</Banner>
      </div>
    );
  if (isListed)
    return (
      <div className="p-4">
        <Banner tone="bad">No rows: the statement has the problem that is listed above.</Banner>
      </div>
    );
  return (
    <div className="overflow-auto p-4">
      <Banner tone="bad">
        <p className="whitespace-pre-wrap">
          {error === null ? "It failed without a reason." : errorInWords(error)}
        </p>
      </Banner>
    </div>
  );
}
