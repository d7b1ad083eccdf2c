"use client";
import { Button } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { inspectedText, plainText } from "./cell-text.ts";
import { writeClipboard } from "./clipboard.ts";
import type { PlacedColumn } from "./columns.ts";

interface CellInspectorProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly column: PlacedColumn;
  readonly row: number;
  readonly value: unknown;
}

/** Shows the whole value of one cell beside the grid. */
export function CellInspector({ open, onOpenChange, column, row, value }: CellInspectorProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      shape="sheet"
      title={column.name}
      description={`${column.type}, row ${(row + 1).toLocaleString("en-US")}`}
    >
      <Button size="small" onClick={() => void writeClipboard(plainText(value))}>
        Copy value
      </Button>
      <pre className="mt-3 font-mono text-12 break-words whitespace-pre-wrap">
        {inspectedText(value)}
      </pre>
    </Dialog>
  );
}
