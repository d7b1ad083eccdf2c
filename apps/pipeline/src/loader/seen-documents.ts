import type { FileIds } from "@headwater/lake";
import type { LakeFile, TableDefinition } from "@headwater/schemas";
import { LRUCache } from "lru-cache";
import { IdSet } from "./id-set.ts";

const DAY_MS = 86_400_000;
const MEMO_LIMIT = 1000;

/** The UTC day, `YYYY-MM-DD`, of a time in microseconds. */
export function dayOf(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString().slice(0, 10);
}

/** The day that is `days` days after `day`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

interface SeenDocumentsOptions {
  /**
   * Number of submission days in which duplicates are searched: the day of the document and the
   * days before it.
   */
  readonly days: number;
  /**
   * Reads the ids of the documents in these files in parts, because all ids of a day may need too
   * much memory at once.
   */
  readonly readIds: (files: readonly LakeFile[]) => AsyncIterable<FileIds>;
  readonly liveFiles: (day: string) => Promise<readonly LakeFile[]>;
}

/**
 * Knows which documents the lake holds, by submission day and document type. This knowledge is read
 * from the files of the manifest, so that it is committed with the rows and needs no store of its
 * own.
 */
export class SeenDocuments {
  readonly #options: SeenDocumentsOptions;
  readonly #days = new Map<string, Map<string, IdSet>>();
  readonly #needed = new LRUCache<string, readonly string[]>({ max: MEMO_LIMIT });

  constructor(options: SeenDocumentsOptions) {
    this.#options = options;
  }

  /**
   * The days that must be loaded before `add` can decide about documents of `day`. A replay
   * (`past`) also needs the days after `day`.
   */
  needed(day: string, past: boolean): readonly string[] {
    const key = `${day}${past}`;
    const known = this.#needed.get(key);
    if (known !== undefined) return known;
    const days = this.#daysAround(day, past);
    this.#needed.set(key, days);
    return days;
  }

  #daysAround(day: string, past: boolean): string[] {
    const { days } = this.#options;
    const span = Array.from({ length: days }, (_, index) => dayAfter(day, -index));
    return past ? [...span, ...span.slice(1).map((_, index) => dayAfter(day, index + 1))] : span;
  }

  async load(days: Iterable<string>): Promise<void> {
    for (const day of new Set(days)) {
      if (this.#days.has(day)) continue;
      const files = (await this.#options.liveFiles(day)).filter(
        ({ namespace }) => namespace !== "pipeline",
      );
      const types = new Map<string, IdSet>();
      for await (const { file, ids } of this.#options.readIds(files)) {
        const set = setOf(types, typeKey(file.namespace, file.table));
        for (const id of ids) set.add(id);
      }
      this.#days.set(day, types);
    }
  }

  /** Adds a document; returns false if one of the needed days already has it. */
  add(table: TableDefinition, id: string, days: readonly string[]): boolean {
    const key = typeKey(table.namespace, table.name);
    const [own, ...others] = days;
    for (const day of others) if (this.#days.get(day)?.get(key)?.has(id) === true) return false;
    const types = own === undefined ? undefined : this.#days.get(own);
    if (types === undefined) throw new Error(`The day ${own} was not loaded.`);
    return setOf(types, key).add(id);
  }

  /** Drops the days before `oldest`; safe only while these days have no uncommitted documents. */
  forgetBefore(oldest: string): void {
    for (const day of this.#days.keys()) if (day < oldest) this.#days.delete(day);
  }
}

// The version is not part of the identity of a document: a document that is sent again with a new
// version is the same document.
const typeKey = (namespace: string, table: string): string =>
  `${namespace}.${table.replace(/_v\d+$/, "")}`;

function setOf(types: Map<string, IdSet>, key: string): IdSet {
  const known = types.get(key);
  if (known !== undefined) return known;
  const made = new IdSet();
  types.set(key, made);
  return made;
}
