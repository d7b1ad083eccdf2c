import type { DemoType } from "@headwater/domain/demo";
import type { PoolClient } from "pg";

/**
 * The number of removed objects of a part by the noun that people read: `{ "saved queries": 4 }`.
 */
export type DemoCounts = Readonly<Record<string, number>>;

/** The scope of a removal. */
interface DemoRemovalScope {
  /** Document types that only the demo registered: everything of these types is removed. */
  readonly types: readonly DemoType[];
  /** Time of the removal. */
  readonly at: Date;
}

/** The part of the demo that one capability owns. Each capability lists its part in `parts.ts`. */
export interface DemoPart {
  /**
   * The name of the part in the setting that records its seeding: a part that a person deletes
   * later is not seeded again.
   */
  readonly name: string;
  /** Makes the part for the first admin; absent if the pings of the fleet make the part. */
  seed?(client: PoolClient, ownerId: string): Promise<void>;
  /** Removes the part; called again while pings of the fleet still land. */
  remove(client: PoolClient, scope: DemoRemovalScope): Promise<DemoCounts>;
}
