import type { ExecutionError } from "@headwater/domain";

/** A table that a statement names, as written; `offset` is a 0-based UTF-8 byte offset. */
export interface NamedTable {
  readonly schema: string;
  readonly name: string;
  readonly offset: number | null;
}

/** The part of a judged text that runs: the engine's parser made the tree that was judged from every byte of it. */
export interface JudgedText {
  /** Words of our own before it: empty, or our EXPLAIN. */
  readonly prefix: string;
  /** The text that was judged. */
  readonly text: string;
  /** UTF-8 bytes of the author's text before it, to tell positions. */
  readonly cutBytes: number;
}

/** What the gate found out about a statement. */
export type GateVerdict =
  | {
      readonly allowed: true;
      readonly tables: readonly NamedTable[];
      /** Two runs over the same files can differ. */
      readonly volatile: boolean;
      readonly run: JudgedText;
      /** Names of its `$name` parameters. */
      readonly parameters: readonly string[];
    }
  | { readonly allowed: false; readonly error: ExecutionError };
