import type { Database } from "@headwater/db";
import { AppError } from "@headwater/domain";
import type { Viewer } from "../../server/session.ts";
import type { ListRequest, QueryInput } from "./inputs.ts";

type Who = Pick<Viewer, "id" | "role">;
type Store = Pick<Database, "prisma">;

const OWNER = { select: { id: true, name: true, email: true } } as const;
const WHOLE: {
  readonly owner: typeof OWNER;
  readonly visualizations: {
    readonly orderBy: { id: "asc" }[] | ({ position: "asc" } | { id: "asc" })[];
  };
} = { owner: OWNER, visualizations: { orderBy: [{ position: "asc" }, { id: "asc" }] } };

/** Columns by the name of an order; a leading `-` turns it round. */
const ORDERS = { name: "name", updated: "updatedAt", created: "createdAt" } as const;

/** Each word is looked for in the text of every query. */
const MAX_WORDS = 10;

/** Saved queries that match; `search` looks into name, description, SQL and number. */
export async function listQueries({ prisma }: Store, request: ListRequest, who: Who) {
  const { search, tags, mine, archived, page, pageSize, order } = request;
  // Each word must be found somewhere; together they need not stand in one place.
  const words = search.split(/\s+/).filter((word) => word !== "");
  if (words.length > MAX_WORDS)
    throw new AppError("invalid", `A search has up to ${MAX_WORDS} words.`);
  const where = {
    archivedAt: archived ? { not: null } : null,
    ...(mine ? { ownerId: who.id } : {}),
    ...(tags.length > 0 ? { tags: { hasEvery: [...tags] } } : {}),
    AND: words.map((word) => ({ OR: [...textMatches(word), ...numberMatch(word)] })),
  };
  const field = ORDERS[order.replace("-", "") as keyof typeof ORDERS];
  const direction = order.startsWith("-") ? "desc" : "asc";
  const [count, queries] = await Promise.all([
    prisma.savedQuery.count({ where }),
    prisma.savedQuery.findMany({
      where,
      include: { owner: OWNER },
      // The id decides between equals: without it a query could stand on two pages or on none.
      orderBy: [{ [field]: direction }, { id: "asc" }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ]);
  return { count, page, pageSize, queries };
}

function textMatches(word: string) {
  const match = { contains: word, mode: "insensitive" } as const;
  return [{ name: match }, { description: match }, { sql: match }];
}

function numberMatch(word: string) {
  const id = Number(word.replace(/^#/, ""));
  // Beyond the type's end the database would refuse the whole search.
  return Number.isInteger(id) && id > 0 && id < 2 ** 31 ? [{ id }] : [];
}

/** One saved query with its charts; archived ones can still be read. */
export async function getQuery({ prisma }: Store, id: number) {
  const query = await prisma.savedQuery.findUnique({ where: { id }, include: WHOLE });
  if (query === null) throw new AppError("not_found", `There is no query ${id}.`);
  return query;
}

/** Saves a new query for the viewer. */
export async function createQuery({ prisma }: Store, input: QueryInput, who: Who) {
  return prisma.savedQuery.create({
    data: { ...input, tags: [...input.tags], ownerId: who.id },
    include: WHOLE,
  });
}

export interface QueryChange extends Partial<QueryInput> {
  readonly id: number;
  /** The version that was edited; a save over a newer one is refused. Null writes in any case. */
  readonly version: number | null;
  readonly latestExecutionId?: string | null;
}

/** Saves changes. One conditional update decides, so of two saves at once one is refused as a conflict. */
export async function saveQuery(store: Store, change: QueryChange, who: Who) {
  const { id, version, ...fields } = change;
  await ownQuery(store, id, who);
  const saved = await store.prisma.savedQuery.updateMany({
    where: version === null ? { id } : { id, version },
    data: { ...fields, version: { increment: 1 } },
  });
  if (saved.count === 0)
    throw new AppError(
      "conflict",
      "Someone saved a newer version meanwhile. Reload it, or save your text as a new query.",
    );
  return getQuery(store, id);
}

/** Notes the newest run of a query, without a new version. */
export async function noteLatestRun(
  { prisma }: Store,
  id: number,
  executionId: string,
): Promise<void> {
  await prisma.savedQuery.updateMany({ where: { id }, data: { latestExecutionId: executionId } });
}

/** Takes a query off the lists, or puts it back. */
export async function archiveQuery(
  store: Store,
  id: number,
  who: Who,
  archivedAt: Date | null,
): Promise<void> {
  await ownQuery(store, id, who);
  await store.prisma.savedQuery.update({ where: { id }, data: { archivedAt } });
}

/** Throws unless the viewer may change the query: its owner and admins may. */
export async function ownQuery(store: Store, id: number, who: Who): Promise<void> {
  const query = await getQuery(store, id);
  if (query.ownerId !== who.id && who.role !== "admin")
    throw new AppError(
      "forbidden",
      `Only ${query.owner.name} and admins can change this query. Save it as your own instead.`,
    );
}
