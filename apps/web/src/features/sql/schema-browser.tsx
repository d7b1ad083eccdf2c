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
  /** Puts a name into the text; null where nobody writes. */
  readonly onInsert: ((text: string) => void) | null;
}

/** As many tables that a filter leaves are looked into, so they are shown open. */
const FEW = 3;

/** Tables, columns and fields that SQL can name, narrowed by words. */
export function SchemaBrowser({ tables, failed, onInsert }: SchemaBrowserProps) {
  const [text, setText] = useState("");
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const filter = useDeferredValue(text).trim();
  const lines = useMemo(() => {
    const found = filterTree(tables ?? [], filter);
    return treeLines(found, {
      turned,
      filtered: filter !== "",
      narrow: filter !== "" && found.length <= FEW,
      rowsInWords: formatShort,
    });
  }, [tables, filter, turned]);
  const turn = (id: string) => {
    const next = new Set(turned);
    if (!next.delete(id)) next.add(id);
    setTurned(next);
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
              ? "No tables yet: send a ping or start the demo."
              : `Nothing matches "${filter}".`}
          </Note>
        ) : null}
        {lines.length > 0 ? <SchemaTree lines={lines} onTurn={turn} onInsert={onInsert} /> : null}
      </div>
    </div>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="px-2 py-4 text-12 text-text-3">{children}</p>;
}
