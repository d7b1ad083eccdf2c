import {
  type DuckDBArrayType,
  type DuckDBListType,
  type DuckDBMapType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { quoteIdentifier } from "@headwater/schemas";

/**
 * A type as SQL for the definition of a column. Struct members without a name, as in `(1, 2)`,
 * become `v1`, `v2`, …
 */
export function typeText(type: DuckDBType): string {
  if (type.typeId === DuckDBTypeId.STRUCT) return structText(type as DuckDBStructType);
  if (type.typeId === DuckDBTypeId.LIST) return `${typeText((type as DuckDBListType).valueType)}[]`;
  if (type.typeId === DuckDBTypeId.ARRAY) {
    const { valueType, length } = type as DuckDBArrayType;
    return `${typeText(valueType)}[${length}]`;
  }
  if (type.typeId !== DuckDBTypeId.MAP) return String(type);
  const { keyType, valueType } = type as DuckDBMapType;
  return `MAP(${typeText(keyType)}, ${typeText(valueType)})`;
}

function structText({ entryNames, entryTypes }: DuckDBStructType): string {
  const members = entryTypes.map((type, index) => {
    const name = entryNames[index] ?? "";
    return `${quoteIdentifier(name === "" ? `v${index + 1}` : name)} ${typeText(type)}`;
  });
  return `STRUCT(${members.join(", ")})`;
}
