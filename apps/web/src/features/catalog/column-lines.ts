import { type Column, type ColumnType, sqlType } from "@headwater/schemas";

/** A column or nested field as a line of a tree. */
export interface ColumnLine {
  /** Path for SQL, e.g. `payload.info.reason`; `[]` marks list elements, `{}` map values. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  readonly description: string | null;
  readonly hasChildren: boolean;
}

/** Flattens columns into tree lines, parents before their fields. */
export function columnLines(columns: readonly Column[]): ColumnLine[] {
  return columns.flatMap((column) => linesOf(column, "", 0));
}

function linesOf({ name, type, description }: Column, prefix: string, depth: number): ColumnLine[] {
  const path = prefix === "" ? name : `${prefix}.${name}`;
  const { fields, suffix } = fieldsOf(type);
  const line = {
    path,
    name,
    depth,
    type: shortType(type),
    description: description ?? null,
    hasChildren: fields.length > 0,
  };
  return [line, ...fields.flatMap((field) => linesOf(field, `${path}${suffix}`, depth + 1))];
}

/** The fields of a type, also of the elements of lists and the values of maps. */
export function fieldsOf(type: ColumnType): { fields: readonly Column[]; suffix: string } {
  if (type.kind === "struct") return { fields: type.fields, suffix: "" };
  if (type.kind === "list") {
    const inner = fieldsOf(type.element);
    return { fields: inner.fields, suffix: `[]${inner.suffix}` };
  }
  if (type.kind === "map") {
    const inner = fieldsOf(type.value);
    return { fields: inner.fields, suffix: `{}${inner.suffix}` };
  }
  return { fields: [], suffix: "" };
}

/** The name of a type without its nested fields, which have lines of their own. */
export function shortType(type: ColumnType): string {
  if (type.kind === "struct") return "STRUCT";
  if (type.kind === "list") return `${shortType(type.element)}[]`;
  if (type.kind === "map") return `MAP(VARCHAR, ${shortType(type.value)})`;
  return sqlType(type);
}
