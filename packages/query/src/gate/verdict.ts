import type { ExecutionError } from "@headwater/domain";

/**
 * A table that a statement names, in the author's spelling; `offset` is a 0-based UTF-8 byte
 * offset.
 */
export interface NamedTable {
  readonly schema: string;
  readonly name: string;
  readonly offset: number | null;
}

/**
 * The part of a judged text that runs. The engine's parser has read every byte of it to make the
 * tree that was judged.
 */
export interface JudgedText {
  /** Text of our own that runs before it: empty, or our EXPLAIN. */
  readonly prefix: string;
  /** The text that was judged. */
  readonly text: string;
  /** UTF-8 bytes of the author's text before it, to compute positions. */
  readonly cutBytes: number;
}

/** The gate's decision about a statement. */
export type GateVerdict =
  | {
      readonly allowed: true;
      readonly tables: readonly NamedTable[];
      /** True if two runs over the same files can differ. */
      readonly volatile: boolean;
      readonly run: JudgedText;
      /** Names of the statement's `$name` parameters. */
      readonly parameters: readonly string[];
    }
  | { readonly allowed: false; readonly error: ExecutionError };
