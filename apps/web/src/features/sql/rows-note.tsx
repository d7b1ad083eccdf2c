"use client";
import type { Execution } from "@headwater/domain";
import { Button } from "../../ui/controls/button.tsx";
import { otherValues } from "./parameter-values.ts";

interface RowsNoteProps {
  readonly execution: Execution;
  /** Values in the fields above the result. */
  readonly values: Readonly<Record<string, string>>;
  readonly onRun: () => void;
}

/** The note above rows and charts that were made with other values than those in the fields. */
export function RowsNote({ execution, values, onRun }: RowsNoteProps) {
  const others = otherValues(execution.parameters, values);
  if (others.length === 0) return null;
  const words = others.map(([name, value]) => `${name} = ${value}`).join(", ");
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-warn-soft px-3 py-1.5 text-13"
    >
      <span className="min-w-0 truncate" title={words}>
        The values above have changed: this result is for {words}.
      </span>
      <Button size="small" onClick={onRun}>
        Run again
      </Button>
    </div>
  );
}
