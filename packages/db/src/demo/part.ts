import type { DemoType } from "@headwater/domain/demo";
import type { PoolClient } from "pg";

/** What a part took out, by the words that a person reads: `{ "saved queries": 4 }`. */
export type DemoCounts = Readonly<Record<string, number>>;

/** What a removal takes out. */
interface DemoRemovalScope {
  /** Document types that nobody but the demo registered: all that belongs to them goes. */
  readonly types: readonly DemoType[];
  /** Time of the removal. */
  readonly at: Date;
}

/** The part of the demo that one capability owns. Each capability lists its part in `parts.ts`. */
export interface DemoPart {
  /** Names the part in the note that it was made: a part that is deleted later stays deleted. */
  readonly name: string;
  /** Makes the part for the first admin; absent where the pings of the fleet make it. */
  seed?(client: PoolClient, ownerId: string): Promise<void>;
  /** Takes the part out; called again while pings of the fleet still land. */
  remove(client: PoolClient, scope: DemoRemovalScope): Promise<DemoCounts>;
}
