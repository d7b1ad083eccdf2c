import type { LucideIcon } from "lucide-react";

/**
 * A page or a part of a page. The search finds every place, and the sidebar has the places with a
 * rank.
 */
export interface Place {
  readonly name: string;
  /** The title of its page, if it differs from the name. */
  readonly title?: string;
  readonly path: string;
  readonly icon: LucideIcon;
  /** The scope that a person needs to see the place; procedures have the same scopes. */
  readonly scope: string;
  /** Other words for the place, for the search. */
  readonly words: readonly string[];
  /** The key that opens the place after `g`. */
  readonly key?: string;
  /** The order in the sidebar, from the top; absent for a place that the sidebar leaves out. */
  readonly rank?: number;
  /** The path of the place that has this place as a tab. */
  readonly tabOf?: string;
}

/** A kind of objects that the search finds by their names. */
export interface Finding {
  /** The kind's key in the feature's searches on the server. */
  readonly kind: string;
  readonly heading: string;
  readonly icon: LucideIcon;
}

/** A key of a feature's pages: its action and its strokes. */
export type Key = readonly [what: string, keys: readonly string[]];

/**
 * A feature's entries in navigation, search and keys. It has no components, because every page
 * loads it.
 */
export interface FeatureManifest {
  readonly title: string;
  readonly places: readonly Place[];
  readonly finds?: readonly Finding[];
  readonly keys?: readonly Key[];
}
