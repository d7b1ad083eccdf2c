import { listTableNames } from "@headwater/db/lake";
import { mayReadTable } from "@headwater/domain/query";
import { ACCOUNTING_TABLE, REJECTED_TABLE } from "@headwater/schemas";
import { MOST_FOUND, type Search, type ServerFeature } from "../../server/feature.ts";
import { catalogRouter } from "./catalog.router.ts";

/** Finds tables that a person may read. */
const findTables: Search = async (database, viewer, text) => {
  const tables = await listTableNames(database);
  // The pipeline's own tables are listed before their first row, as in the catalogue.
  const all = [...tables, REJECTED_TABLE, ACCOUNTING_TABLE].map(
    ({ namespace, name }) => `${namespace}.${name}`,
  );
  return [...new Set(all)]
    .toSorted()
    .filter((name) => name.includes(text.toLowerCase()) && mayReadTable(viewer, name))
    .slice(0, MOST_FOUND)
    .map((name) => ({ name, path: `/catalog/${name.replace(".", "/")}` }));
};

export const catalogFeature = {
  router: catalogRouter,
  searches: { table: findTables },
} satisfies ServerFeature;
