"use client";
import { ChevronRight, Search } from "lucide-react";
import { useState } from "react";
import { Card } from "../../ui/controls/card.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { TextField } from "../../ui/controls/field.tsx";
import type { TableDetail } from "./catalog-types.ts";

const INDENT = 20;

type Line = TableDetail["columns"][number];

/** The columns of a table as a tree whose nested fields can be unfolded. */
export function ColumnTree({ columns }: { readonly columns: readonly Line[] }) {
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = columns.filter((line) =>
    words.length > 0
      ? words.every((word) => line.path.toLowerCase().includes(word))
      : isVisible(line, open),
  );
  const toggle = (path: string) =>
    setOpen(
      (previous) =>
        new Set(
          previous.has(path) ? [...previous].filter((one) => one !== path) : [...previous, path],
        ),
    );
  return (
    <Card
      title="Columns"
      note={`${columns.filter((line) => line.depth === 0).length} columns, ${columns.filter((line) => !line.hasChildren).length} fields`}
      flush
    >
      <div className="px-3 pb-3">
        <TextField
          label="Filter columns"
          hideLabel
          placeholder="Filter columns"
          icon={<Search />}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="tablet:max-w-80"
        />
      </div>
      <ul aria-label="Columns" className="border-t border-line">
        {shown.map((line) => (
          <li
            key={line.path}
            className="grid min-h-8 items-baseline gap-x-4 border-b border-line py-1.5 pr-4 pl-3 last:border-b-0 tablet:grid-cols-[minmax(0,22rem)_minmax(0,10rem)_minmax(0,1fr)]"
          >
            <div
              className="min-w-0 break-words"
              style={{ paddingLeft: words.length > 0 ? 0 : line.depth * INDENT }}
            >
              {line.hasChildren && words.length === 0 ? (
                <button
                  type="button"
                  aria-expanded={open.has(line.path)}
                  onClick={() => toggle(line.path)}
                  className="relative rounded-control pl-[18px] text-left font-mono text-12 hover:text-accent"
                >
                  <ChevronRight
                    aria-hidden
                    className={cx(
                      "absolute top-[3px] left-0 size-3.5 text-text-3",
                      open.has(line.path) && "rotate-90",
                    )}
                  />
                  {line.name}
                </button>
              ) : (
                <span className="pl-[18px] font-mono text-12">
                  {words.length > 0 ? line.path : line.name}
                </span>
              )}
            </div>
            <span
              className="truncate pl-[18px] font-mono text-12 text-text-3 tablet:pl-0"
              title={line.type}
            >
              {line.type}
            </span>
            <span className="pl-[18px] text-12 text-text-2 tablet:pl-0">{line.description}</span>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="p-4 text-text-2">No column matches "{filter}".</p> : null}
    </Card>
  );
}

/** A line is visible when all its parents are open. */
function isVisible({ path, depth }: Line, open: ReadonlySet<string>): boolean {
  if (depth === 0) return true;
  const parts = path.split(".");
  return Array.from({ length: depth }, (_, index) => parts.slice(0, index + 1).join(".")).every(
    (parent) => open.has(parent.replace(/(\[\]|\{\})+$/, "")) || open.has(parent),
  );
}
