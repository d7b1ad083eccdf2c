import type { ExecutionError } from "@headwater/domain";

/** A table that a statement names, as written; `offset` is a 0-based UTF-8 byte offset. */
export interface NamedTable {
  readonly schema: string;
  readonly name: string;
  readonly offset: number | null;
}

/** What the gate found out about a statement. */
export type GateVerdict =
  | {
      readonly allowed: true;
      readonly tables: readonly NamedTable[];
      /** Two runs over the same files can differ. */
      readonly volatile: boolean;
      /** It explains, it doesn't run. */
      readonly explain: boolean;
      /** Names of its `$name` parameters. */
      readonly parameters: readonly string[];
    }
  | { readonly allowed: false; readonly error: ExecutionError };
