import { AppError } from "@headwater/domain";
import { may, type Person } from "@headwater/domain/rights";
import { WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import type { Database } from "../client.ts";

type Store = Pick<Database, "prisma">;

const OWNER = { select: { id: true, name: true, email: true } } as const;
const WHOLE: {
  readonly owner: typeof OWNER;
  readonly visualizations: {
    readonly orderBy: { id: "asc" }[] | ({ position: "asc" } | { id: "asc" })[];
  };
} = { owner: OWNER, visualizations: { orderBy: [{ position: "asc" }, { id: "asc" }] } };

/** The fields of a saved query that a person writes. */
export interface QueryFields {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly tags: readonly string[];
}

/** The filter and the order of a list of saved queries. */
export interface QueryFilter {
  /** Words; the name, the description, the SQL or the number must contain each word. */
  readonly search: string;
  readonly tags: readonly string[];
  /** Only queries of the person who asks. */
  readonly mine: boolean;
  readonly archived: boolean;
  /** The number of the page, beginning with 1. */
  readonly page: number;
  readonly pageSize: number;
  /** A leading `-` reverses the order. */
  readonly order: "name" | "-name" | "updated" | "-updated" | "created" | "-created";
}

/** Columns by the name of an order. */
const ORDERS = { name: "name", updated: "updatedAt", created: "createdAt" } as const;

/** Limit of the words, because each word is searched in the text of every query. */
const MAX_WORDS = 10;

/** Reads one page of the saved queries that match a filter. */
export async function listQueries(
  { prisma }: Store,
  filter: QueryFilter,
  person: Pick<Person, "id">,
) {
  const { search, tags, mine, archived, page, pageSize, order } = filter;
  // Each word must be found in some field; different words may be in different fields.
  const words = search.split(/\s+/).filter((word) => word !== "");
  if (words.length > MAX_WORDS)
    throw new AppError("invalid", `A search has up to ${MAX_WORDS} words. Use fewer words.`);
  const where = {
    archivedAt: archived ? { not: null } : null,
    ...(mine ? { ownerId: person.id } : {}),
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
      // The id makes the order unique: otherwise a query could be on two pages or on no page.
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
  // The database would refuse the whole search if a number exceeded the type of the id.
  return Number.isInteger(id) && id > 0 && id < 2 ** 31 ? [{ id }] : [];
}

/** The most recently changed queries, for the home page. */
export async function recentQueries({ prisma }: Store, most: number) {
  return prisma.savedQuery.findMany({
    where: { archivedAt: null },
    orderBy: { updatedAt: "desc" },
    take: most,
    include: { owner: OWNER },
  });
}

/**
 * Finds queries whose name contains a text; returns their ids and names, most recently changed
 * first.
 */
export async function findQueriesByName({ prisma }: Store, text: string, most: number) {
  return prisma.savedQuery.findMany({
    where: { archivedAt: null, name: { contains: text, mode: "insensitive" } },
    orderBy: { updatedAt: "desc" },
    take: most,
    select: { id: true, name: true },
  });
}

/** Reads one saved query with its charts, also an archived query. Throws AppError `not_found`. */
export async function getQuery({ prisma }: Store, id: number) {
  const query = await prisma.savedQuery.findUnique({ where: { id }, include: WHOLE });
  if (query === null) throw new AppError("not_found", `There is no query ${id}.`);
  return query;
}

/** A saved query as `getQuery` returns it. */
export type SavedQuery = Awaited<ReturnType<typeof getQuery>>;

/** A new query with the charts of the editor and with the run that its author sees. */
export interface NewQuery extends QueryFields {
  readonly executionId?: string | null;
  readonly charts?: readonly NewChart[];
}

/** A chart of a saved query as a person writes it. */
export interface NewChart {
  readonly name: string;
  readonly type: string;
  readonly options: object;
}

/** Saves a new query and all its charts for a person in one step. */
export async function createQuery(
  { prisma }: Store,
  { executionId = null, charts = [], ...fields }: NewQuery,
  owner: Pick<Person, "id">,
): Promise<SavedQuery> {
  return prisma.savedQuery.create({
    data: {
      ...fields,
      tags: [...fields.tags],
      ownerId: owner.id,
      savedWithExecutionId: executionId,
      visualizations: {
        create: charts.map(({ name, type, options }, position) => ({
          name,
          type,
          options,
          position,
        })),
      },
    },
    include: WHOLE,
  });
}

/** A change of a saved query; an absent field does not change. */
export interface QueryChange extends Partial<QueryFields> {
  readonly id: number;
  /** The edited version: a save is refused if a newer version exists. Null saves in any case. */
  readonly version: number | null;
  /** The run that the author sees. */
  readonly executionId?: string | null;
}

/**
 * Saves changes. The update has the version as its condition, so that one of two simultaneous saves
 * is refused as a conflict.
 */
export async function saveQuery(
  store: Store,
  { id, version, executionId = null, ...fields }: QueryChange,
  person: Person,
): Promise<SavedQuery> {
  await assertMayChange(store, id, person);
  const { tags, ...texts } = fields;
  const saved = await store.prisma.savedQuery.updateMany({
    where: version === null ? { id } : { id, version },
    data: {
      ...texts,
      ...(tags === undefined ? {} : { tags: [...tags] }),
      ...(executionId === null ? {} : { savedWithExecutionId: executionId }),
      version: { increment: 1 },
    },
  });
  if (saved.count === 0)
    throw new AppError(
      "conflict",
      "Someone saved a newer version meanwhile. Reload it, or save your text as a new query.",
    );
  return getQuery(store, id);
}

/** Archives a query, which removes it from the lists, or restores it. */
export async function archiveQuery(
  store: Pick<Database, "prisma" | "now">,
  id: number,
  person: Person,
  archived: boolean,
): Promise<void> {
  await assertMayChange(store, id, person);
  await store.prisma.savedQuery.update({
    where: { id },
    data: { archivedAt: archived ? store.now() : null },
  });
}

/** Throws AppError `forbidden` unless the person may change the query. */
export async function assertMayChange(store: Store, id: number, person: Person): Promise<void> {
  const query = await getQuery(store, id);
  if (may(person, WRITE_SAVED_QUERIES, query)) return;
  throw new AppError(
    "forbidden",
    `Only ${query.owner.name} and admins can change this query. Save it as your own instead.`,
  );
}
