import type { KeyboardEvent, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { ScrollEdge } from "./scroll-edge.tsx";

export interface TableColumn<T> {
  readonly name: string;
  readonly render: (row: T) => ReactNode;
  readonly align?: "right";
  readonly className?: string;
}

interface SimpleTableProps<T> {
  readonly label: string;
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** Called for a row that was clicked or on which Enter was pressed. */
  readonly onOpen?: (row: T) => void;
  readonly selected?: string | null;
}

/** A table for lists of up to a few hundred rows. A wide table scrolls inside its own frame. */
export function SimpleTable<T>({
  label,
  columns,
  rows,
  rowKey,
  onOpen,
  selected,
}: SimpleTableProps<T>) {
  return (
    <ScrollEdge label={label} tabStop={onOpen === undefined}>
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="border-y border-line bg-surface-2 text-12 text-text-2">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={cx(
                  "h-8 px-3 font-medium whitespace-nowrap first:sticky first:pl-4 last:pr-4 first:left-0 first:bg-surface-2",
                  column.align === "right" ? "text-right" : "text-left",
                )}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              {...(onOpen === undefined
                ? {}
                : {
                    tabIndex: 0,
                    onClick: () => onOpen(row),
                    onKeyDown: (event) => openByKey(event, () => onOpen(row)),
                  })}
              className={cx(
                "group border-b border-line last:border-b-0",
                onOpen !== undefined && "cursor-pointer focus-visible:-outline-offset-2",
                coloursOf(selected === rowKey(row), onOpen !== undefined).row,
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={cx(
                    "h-8 max-w-[48ch] truncate px-3 py-1 first:sticky first:pl-4 last:pr-4 first:left-0",
                    coloursOf(selected === rowKey(row), onOpen !== undefined).kept,
                    column.align === "right" && "tabular text-right",
                    column.className,
                  )}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollEdge>
  );
}

/**
 * The classes of a row and of its first cell. The first cell stays in place and covers scrolled
 * cells, so it needs the row's colour itself.
 */
function coloursOf(isSelected: boolean, opens: boolean) {
  if (isSelected) return { row: "bg-accent-soft", kept: "first:bg-accent-soft" };
  return opens
    ? { row: "hover:bg-surface-2", kept: "first:bg-surface-1 group-hover:first:bg-surface-2" }
    : { row: "", kept: "first:bg-surface-1" };
}

/**
 * Opens the row on Enter. The default action of Enter would press the control that the opened layer
 * focuses.
 */
function openByKey(event: KeyboardEvent, open: () => void): void {
  if (event.key !== "Enter" || event.target !== event.currentTarget) return;
  event.preventDefault();
  open();
}
