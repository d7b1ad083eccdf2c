import { AppError } from "@headwater/domain";
import { readTree } from "../sql/public.ts";
import type { RestContext } from "./handle.ts";
import { DATA_SOURCE } from "./shapes.ts";

/** Tables that the caller may read with the names of their columns, as Re:dash's clients know them. */
export async function readSourceSchema(
  { database, viewer }: RestContext,
  id: string,
): Promise<object> {
  if (id !== String(DATA_SOURCE.id))
    throw new AppError("not_found", `There is one data source: ${DATA_SOURCE.id}.`);
  const tables = await readTree(database, viewer);
  return {
    schema: tables.map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => column.name),
    })),
  };
}
