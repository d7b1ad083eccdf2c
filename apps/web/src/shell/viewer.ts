import type { Person } from "@headwater/domain/rights";

/** What the frame knows of the person who looks. */
export interface ShellViewer extends Person {
  readonly name: string;
  readonly email: string;
  /** What the person may do, by the names of the procedures' scopes. */
  readonly scopes: readonly string[];
}
