import type { Person } from "@headwater/domain/rights";

/** The signed-in person, as the frame in the browser needs them. */
export interface ShellViewer extends Person {
  readonly name: string;
  readonly email: string;
  /** The scopes of the procedures that the person may call. */
  readonly scopes: readonly string[];
}
