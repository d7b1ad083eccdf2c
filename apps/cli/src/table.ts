/**
 * Renders rows as aligned text columns. Numbers are aligned right, null is shown as NULL, and long
 * cells are cut with an ellipsis.
 */
export function renderTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  maxWidth = 60,
): string {
  const cells = rows.map((row) => row.map((value) => cut(cellText(value), maxWidth)));
  const widths = columns.map((name, index) =>
    cells.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), name.length),
  );
  const right = columns.map(
    (_, index) =>
      rows.length > 0 && rows.every((row) => row[index] === null || typeof row[index] === "number"),
  );
  const line = (values: readonly string[]) =>
    values
      .map((value, index) =>
        right[index] ? value.padStart(widths[index] ?? 0) : value.padEnd(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [line(columns), line(widths.map((width) => "─".repeat(width))), ...cells.map(line)].join(
    "\n",
  );
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return printable(text);
}

/**
 * Escapes control characters: the text of a ping must not move the cursor or colour the terminal.
 */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
