import { AppError } from "@headwater/domain";
import type { Person } from "@headwater/domain/rights";
import { MAX_CHARTS } from "@headwater/domain/saved-queries";
import type { Database } from "../client.ts";
import { assertMayChange, type NewChart } from "./queries.ts";

type Store = Pick<Database, "prisma">;

/** Adds a chart behind those that a saved query has. */
export async function createChart(
  store: Store,
  { queryId, name, type, options }: NewChart & { readonly queryId: number },
  person: Person,
) {
  await assertMayChange(store, queryId, person);
  const position = await store.prisma.visualization.count({ where: { savedQueryId: queryId } });
  if (position >= MAX_CHARTS)
    throw new AppError("conflict", `A query has up to ${MAX_CHARTS} charts: delete one first.`);
  return store.prisma.visualization.create({
    data: { savedQueryId: queryId, name, type, options, position },
  });
}

/** Changes name, type and options of a chart. */
export async function updateChart(
  store: Store,
  { id, name, type, options }: NewChart & { readonly id: number },
  person: Person,
) {
  const old = await store.prisma.visualization.findUnique({ where: { id } });
  if (old === null) throw new AppError("not_found", "This chart is gone.");
  await assertMayChange(store, old.savedQueryId, person);
  return store.prisma.visualization.update({ where: { id }, data: { name, type, options } });
}

/** Deletes a chart; one that is gone already is what was asked for. */
export async function deleteChart(store: Store, id: number, person: Person): Promise<void> {
  const old = await store.prisma.visualization.findUnique({ where: { id } });
  if (old === null) return;
  await assertMayChange(store, old.savedQueryId, person);
  await store.prisma.visualization.deleteMany({ where: { id } });
}
