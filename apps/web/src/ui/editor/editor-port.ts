import type { ExecutionError } from "@headwater/domain";
import type { Proposal } from "./completion.ts";

/** The editor's questions about SQL, which the feature that owns the editor answers. */
export interface SqlService {
  /** Proposals at a cursor of a statement. */
  complete(sql: string, cursor: number): Promise<readonly Proposal[]>;
  /** The error of a statement; null for a valid statement. */
  validate(sql: string): Promise<ExecutionError | null>;
  /**
   * Type and description of a name of the catalogue, in one or two lines; null for an unknown name.
   */
  explainName(name: string): string | null;
}
