"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useApi, useApiClient } from "../../shell/api.tsx";
import type { SqlService } from "../../ui/editor/editor-port.ts";
import { type Problem, problemOf } from "../../ui/editor/marks.ts";
import { statementAt, statementsOf } from "../../ui/editor/statements.ts";
import type { TreeTable } from "./schema-filter.ts";

/** The interval in milliseconds at which new tables and row counts are loaded. */
const TREE_EVERY_MS = 30_000;
const VALIDATE_AFTER_MS = 350;

/** Answers the editor's questions from the live catalogue and the engine. */
export function useSqlService(): {
  readonly service: SqlService;
  readonly tables: readonly TreeTable[] | undefined;
  readonly failed: boolean;
} {
  const client = useApiClient();
  const tree = useQuery({
    ...useApi().sql.tree.queryOptions(),
    staleTime: TREE_EVERY_MS,
    refetchInterval: TREE_EVERY_MS,
  });
  const tables = tree.data;
  const service = useMemo<SqlService>(
    () => ({
      async complete(sql, cursor) {
        const statement = statementAt(sql, cursor);
        const inside = statement !== null && cursor >= statement.start;
        const end = Math.max(statement?.end ?? 0, cursor);
        const input = inside
          ? { sql: sql.slice(statement.start, end), cursor: cursor - statement.start }
          : { sql: "", cursor: 0 };
        return client.sql.complete.query(input).catch(() => []);
      },
      validate: (sql) => client.sql.validate.query({ sql }).catch(() => null),
      explainName: (name) => explainName(tables ?? [], name),
    }),
    [client, tables],
  );
  return { service, tables, failed: tree.isError };
}

/**
 * The type and description of a column, or the description of a table. For a column of several
 * tables, the first few tables are named.
 */
function explainName(tables: readonly TreeTable[], name: string): string | null {
  const table = tables.find((one) => one.name === name || one.name.split(".").at(-1) === name);
  if (table !== undefined)
    return [table.name, table.description].filter((text) => text !== "").join("\n");
  const lines = tables.flatMap((one) =>
    one.columns
      .filter((column) => column.name === name)
      .map(
        (column) =>
          `${one.name}.${column.name} ${column.type}${column.description === undefined ? "" : `\n  ${column.description}`}`,
      ),
  );
  if (lines.length === 0) return null;
  return lines.length > 4
    ? `${lines.slice(0, 4).join("\n")}\nand ${lines.length - 4} more tables`
    : lines.join("\n");
}

/**
 * The problems of all statements of the text, checked a moment after the last keystroke. Answers to
 * an older text are dropped.
 */
export function useProblems(sql: string, service: SqlService): readonly Problem[] {
  const [found, setFound] = useState<{
    readonly sql: string;
    readonly problems: readonly Problem[];
  }>({ sql: "", problems: [] });
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(async () => {
      const statements = statementsOf(sql).slice(0, 10);
      const errors = await Promise.all(
        statements.map(({ start, end }) => service.validate(sql.slice(start, end))),
      );
      if (stale) return;
      const problems = errors.flatMap((error, index) =>
        error === null ? [] : [problemOf(sql, error, statements[index]?.start)],
      );
      setFound({ sql, problems });
    }, VALIDATE_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [sql, service]);
  return found.problems;
}
