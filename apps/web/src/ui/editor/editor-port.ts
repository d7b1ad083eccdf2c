import type { ExecutionError } from "@headwater/domain";
import type { Proposal } from "./completion.ts";

/** What the editor asks about SQL; the feature that owns it answers. */
export interface SqlService {
  /** Proposals at a cursor of a statement. */
  complete(sql: string, cursor: number): Promise<readonly Proposal[]>;
  /** What is wrong with a statement; null for nothing. */
  validate(sql: string): Promise<ExecutionError | null>;
  /** Type and description of a name of the catalogue, in one or two lines; null for a stranger. */
  explainName(name: string): string | null;
}
