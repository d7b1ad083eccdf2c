"use client";
import { errorInWords } from "@headwater/domain";
import { Archive, CirclePlay, LoaderCircle } from "lucide-react";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import type { RunState } from "./run-state.ts";

/** The state while the first rows have not arrived. */
export function Waiting() {
  return (
    <div className="grid grow place-items-center p-8 text-text-3">
      <LoaderCircle aria-label="Waiting for the first rows" className="size-5 animate-spin" />
    </div>
  );
}

/** The state before the first run. */
export function NotRunYet({ canWrite }: { readonly canWrite: boolean }) {
  return canWrite ? (
    <EmptyState icon={<CirclePlay />} title="Run a statement to see its rows here.">
      Ctrl+Enter runs the statement at the cursor, or the selected text.
    </EmptyState>
  ) : (
    <EmptyState icon={<CirclePlay />} title="Run the query to see its rows here.">
      Press Ctrl+Enter in the text, or press Execute.
    </EmptyState>
  );
}

/**
 * The state after an attempt to run a text without a statement. Older rows would look like the
 * result of this text.
 */
export function NothingToRun() {
  return (
    <div role="status">
      <EmptyState icon={<CirclePlay />} title="Nothing to run">
        The text has no statement, only spaces or comments.
      </EmptyState>
    </div>
  );
}

/** The state of an old result whose rows are deleted. */
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
      Results that nobody opens are deleted after some days.
    </EmptyState>
  );
}

interface EndedProps {
  readonly run: RunState;
  /** True when the list of problems below the text already shows the error. */
  readonly isListed: boolean;
}

/** The state of a run that ended without rows, with the reason. */
export function Ended({ run: { execution }, isListed }: EndedProps) {
  const { error, state } = execution;
  if (state === "cancelled")
    return (
      <div className="p-4">
        <Banner tone="warn">
          Cancelled. The rows of this run were not kept; run it again to get them.
        </Banner>
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
          {error === null
            ? "The statement failed, and the engine gave no reason. Run it again."
            : errorInWords(error)}
        </p>
      </Banner>
    </div>
  );
}
