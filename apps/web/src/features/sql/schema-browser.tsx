"use client";
import { formatShort } from "@headwater/domain/format";
import { Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { TextField } from "../../ui/controls/field.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { filterTree, type TreeTable } from "./schema-filter.ts";
import { SchemaTree } from "./schema-tree.tsx";
import { treeLines } from "./tree-lines.ts";

interface SchemaBrowserProps {
  readonly tables: readonly TreeTable[] | undefined;
  readonly failed: boolean;
  /** Puts a name into the text; null for people who may not write. */
  readonly onInsert: ((text: string) => void) | null;
}

/** If a filter finds at most this many tables, they are unfolded. */
const MOST_UNFOLDED = 3;

/** The tables, columns and fields that SQL can name, with a filter. */
export function SchemaBrowser({ tables, failed, onInsert }: SchemaBrowserProps) {
  const [text, setText] = useState("");
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const filter = useDeferredValue(text).trim();
  const lines = useMemo(() => {
    const found = filterTree(tables ?? [], filter);
    return treeLines(found, {
      toggled,
      filtered: filter !== "",
      narrow: filter !== "" && found.length <= MOST_UNFOLDED,
      rowsInWords: formatShort,
    });
  }, [tables, filter, toggled]);
  const toggle = (id: string) => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="p-2">
        <TextField
          compact
          hideLabel
          label="Filter tables and columns"
          placeholder="Filter tables, columns"
          icon={<Search />}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="min-h-0 grow overflow-y-auto px-1 pb-2">
        {tables === undefined && !failed ? <Skeleton className="m-2 h-40" /> : null}
        {failed ? (
          <Note>The catalogue could not be loaded. Reload the page to try again.</Note>
        ) : null}
        {tables !== undefined && lines.length === 0 ? (
          <Note>
            {filter === ""
              ? "No tables yet. Register a schema in Admin, Schemas, or start the demo."
              : `No table or column matches "${filter}".`}
          </Note>
        ) : null}
        {lines.length > 0 ? (
          <SchemaTree lines={lines} onToggle={toggle} onInsert={onInsert} />
        ) : null}
      </div>
    </div>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="px-2 py-4 text-12 text-text-3">{children}</p>;
}
