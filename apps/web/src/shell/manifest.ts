import type { LucideIcon } from "lucide-react";

/** A place that people go to: it stands in the sidebar where it has a rank, and the search finds it. */
export interface Place {
  readonly name: string;
  /** Title of its page where that is shorter than the name. */
  readonly title?: string;
  readonly path: string;
  readonly icon: LucideIcon;
  /** Whoever has this scope sees the place; each scope belongs to procedures. */
  readonly scope: string;
  /** What else people call it. */
  readonly words: readonly string[];
  /** Second key after `g`. */
  readonly key?: string;
  /** Place in the sidebar, from the top; absent for a place within another. */
  readonly rank?: number;
  /** The place whose tabs show this one. */
  readonly tabOf?: string;
}

/** Objects that the search finds by their names. */
export interface Finding {
  /** As the feature's search on the server calls them. */
  readonly kind: string;
  readonly heading: string;
  readonly icon: LucideIcon;
}

/** A key of a feature's pages: what it does, and its strokes. */
export type Key = readonly [what: string, keys: readonly string[]];

/** What a feature tells the frame of itself. It holds no component: the frame is on every page. */
export interface FeatureManifest {
  readonly title: string;
  readonly places: readonly Place[];
  readonly finds?: readonly Finding[];
  readonly keys?: readonly Key[];
}
