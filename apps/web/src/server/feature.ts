import type { Database } from "@headwater/db";
import type { AnyTRPCRouter } from "@trpc/server";
import type { RestRoute } from "./rest/route.ts";
import type { Viewer } from "./session.ts";

/** An object that a search found, and where it is shown. */
interface Found {
  readonly name: string;
  readonly path: string;
  /** Tells objects of one name apart. */
  readonly id?: string;
}

/** Finds objects by part of their name, at most as many as a list shows; before anything is typed, those to begin with. */
export type Search = (
  database: Database,
  viewer: Viewer,
  text: string,
) => Promise<readonly Found[]>;

/** What a feature has on the server. */
export interface ServerFeature {
  /** Absent where a feature has REST routes only. */
  readonly router?: AnyTRPCRouter;
  readonly rest?: readonly RestRoute[];
  /** By the kind that the feature's manifest names. */
  readonly searches?: Readonly<Record<string, Search>>;
}

/** Objects of one kind that a search shows. */
export const MOST_FOUND = 8;
