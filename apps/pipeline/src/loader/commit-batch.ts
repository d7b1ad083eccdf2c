import type { FileBatch, SortableRow } from "@headwater/lake";
import type { AccountingDelta, OffsetRange, TableDefinition } from "@headwater/schemas";
import type { Routing } from "./decision.ts";
import { dayOf } from "./seen-documents.ts";

export type Ending = "live" | "rejected" | "duplicate" | "dropped";

interface Group {
  readonly table: TableDefinition;
  readonly topic: string;
  readonly submissionDate: string;
  readonly rows: SortableRow[];
  readonly first: number;
  last: number;
}

const MINUTE_MICROS = 60_000_000;
type Tally = { -readonly [Key in keyof AccountingDelta]: AccountingDelta[Key] };

/** Decided records that will land in one commit: their rows by file, their offsets and counts. */
export class CommitBatch {
  /** Milliseconds since the epoch at which the first record was added. */
  readonly openedAt: number;
  records = 0;
  bytes = 0;
  readonly #groups = new Map<TableDefinition, Map<string, Group>>();
  readonly #ranges = new Map<string, { from: number; to: number }>();
  readonly #tallies = new Map<string, Tally>();

  constructor(openedAt: number) {
    this.openedAt = openedAt;
  }

  get isEmpty(): boolean {
    return this.#ranges.size === 0;
  }

  /**
   * Records that a topic was read from one offset to the next, also if no record between them gives
   * a row.
   */
  advance(topic: string, from: number, to: number): void {
    const range = this.#ranges.get(topic);
    if (range === undefined) this.#ranges.set(topic, { from, to });
    else range.to = to;
  }

  addRow(
    table: TableDefinition,
    source: { topic: string; offset: number },
    row: SortableRow,
  ): void {
    const submissionDate = dayOf(Number(row.fields["submission_timestamp"]));
    const groups = this.#groups.get(table) ?? new Map<string, Group>();
    this.#groups.set(table, groups);
    const key = `${source.topic} ${submissionDate}`;
    const group = groups.get(key) ?? {
      table,
      topic: source.topic,
      submissionDate,
      rows: [],
      first: source.offset,
      last: source.offset,
    };
    groups.set(key, group);
    group.rows.push(row);
    group.last = source.offset;
  }

  count(micros: number, routing: Routing, ending: Ending): void {
    this.records += 1;
    const tally = this.#tallyOf(micros, routing);
    tally.accepted += 1;
    tally[ending] += 1;
  }

  /** Counts a live document in which lone surrogates were replaced. */
  countMended(micros: number, routing: Routing): void {
    const tally = this.#tallyOf(micros, routing);
    tally.mended = (tally.mended ?? 0) + 1;
  }

  #tallyOf(micros: number, { namespace, docType, docVersion }: Routing): Tally {
    const minuteMs = Math.floor(micros / MINUTE_MICROS) * 60_000;
    const key = `${minuteMs} ${namespace} ${docType} ${docVersion}`;
    const tally = this.#tallies.get(key) ?? {
      minuteMs,
      namespace,
      docType,
      docVersion,
      accepted: 0,
      live: 0,
      rejected: 0,
      duplicate: 0,
      dropped: 0,
    };
    this.#tallies.set(key, tally);
    return tally;
  }

  get offsets(): OffsetRange[] {
    return [...this.#ranges].map(([topic, range]) => ({ topic, partition: 0, ...range }));
  }

  get accounting(): AccountingDelta[] {
    return [...this.#tallies.values()];
  }

  /** The files to write: one for each table, day and topic. */
  files(): FileBatch[] {
    return [...this.#groups.values()].flatMap((groups) =>
      [...groups.values()].map(({ table, submissionDate, topic, rows, first, last }) => ({
        table,
        submissionDate,
        rows,
        stem: `${topic}-0-${first}-${last}`,
      })),
    );
  }
}
