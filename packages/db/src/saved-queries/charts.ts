import { AppError } from "@headwater/domain";
import type { Person } from "@headwater/domain/rights";
import { MAX_CHARTS } from "@headwater/domain/saved-queries";
import type { Database } from "../client.ts";
import { assertMayChange, type NewChart } from "./queries.ts";

type Store = Pick<Database, "prisma">;

/** Adds a chart after the other charts of a saved query. */
export async function createChart(
  store: Store,
  { queryId, name, type, options }: NewChart & { readonly queryId: number },
  person: Person,
) {
  await assertMayChange(store, queryId, person);
  const position = await store.prisma.visualization.count({ where: { savedQueryId: queryId } });
  if (position >= MAX_CHARTS)
    throw new AppError(
      "conflict",
      `A query can have up to ${MAX_CHARTS} charts. Delete a chart first.`,
    );
  return store.prisma.visualization.create({
    data: { savedQueryId: queryId, name, type, options, position },
  });
}

/** Changes the name, the type and the options of a chart. */
export async function updateChart(
  store: Store,
  { id, name, type, options }: NewChart & { readonly id: number },
  person: Person,
) {
  const old = await store.prisma.visualization.findUnique({ where: { id } });
  if (old === null)
    throw new AppError("not_found", "This chart no longer exists. Reload the page.");
  await assertMayChange(store, old.savedQueryId, person);
  return store.prisma.visualization.update({ where: { id }, data: { name, type, options } });
}

/** Deletes a chart; does nothing if the chart no longer exists. */
export async function deleteChart(store: Store, id: number, person: Person): Promise<void> {
  const old = await store.prisma.visualization.findUnique({ where: { id } });
  if (old === null) return;
  await assertMayChange(store, old.savedQueryId, person);
  await store.prisma.visualization.deleteMany({ where: { id } });
}
