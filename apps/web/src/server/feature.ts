import type { Database } from "@headwater/db";
import type { AnyTRPCRouter } from "@trpc/server";
import type { RestRoute } from "./rest/route.ts";
import type { Viewer } from "./session.ts";

/** An object that a search found, and the path of its page. */
interface Found {
  readonly name: string;
  readonly path: string;
  /** Distinguishes objects of the same name. */
  readonly id?: string;
}

/**
 * Finds objects by a part of their name, at most as many as a list shows. For an empty text it
 * finds the first objects to offer.
 */
export type Search = (
  database: Database,
  viewer: Viewer,
  text: string,
) => Promise<readonly Found[]>;

/** The parts of a feature on the server. */
export interface ServerFeature {
  /** Absent for a feature that has only REST routes. */
  readonly router?: AnyTRPCRouter;
  readonly rest?: readonly RestRoute[];
  /** The searches by the kinds that the feature's manifest names. */
  readonly searches?: Readonly<Record<string, Search>>;
}

/** The most objects of one kind that a search shows. */
export const MOST_FOUND = 8;
