import type { Person } from "@headwater/domain/rights";

/** What the frame knows of the person who looks. */
export interface ShellViewer extends Person {
  readonly name: string;
  readonly email: string;
}
