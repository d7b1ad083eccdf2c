import { MANIFESTS } from "../features/index.ts";
import type { Finding, Place } from "./manifest.ts";

const PLACES: readonly Place[] = MANIFESTS.flatMap(({ places }) => places);

/** A place of the sidebar. */
export type Destination = Place & { readonly rank: number };

const isDestination = (place: Place): place is Destination => place.rank !== undefined;

/** The places of the sidebar, from the top. */
export const DESTINATIONS: readonly Destination[] = PLACES.filter(isDestination).toSorted(
  (one, other) => one.rank - other.rank,
);

/** The destinations that a person with these scopes sees. */
export function destinationsFor(scopes: readonly string[]): readonly Destination[] {
  return DESTINATIONS.filter(({ scope }) => scopes.includes(scope));
}

/** All places that a person with these scopes may open, those of the sidebar first. */
export function placesFor(scopes: readonly string[]): readonly Place[] {
  const within = PLACES.filter((place) => !isDestination(place) && scopes.includes(place.scope));
  return [...destinationsFor(scopes), ...within];
}

/** The places that are tabs of another place. */
export function tabsOf(path: string): readonly Place[] {
  return PLACES.filter(({ tabOf }) => tabOf === path);
}

/** The kinds of objects that the search finds, in the order of the features. */
export const FINDINGS: readonly Finding[] = MANIFESTS.flatMap(({ finds = [] }) => finds);

/** The title of the page at a place's path. */
export function titleOf(path: string): string {
  const place = PLACES.find((one) => one.path === path);
  if (place === undefined) throw new Error(`No feature has the place ${path}.`);
  return place.title ?? place.name;
}

/** True if the place that is shown belongs to the destination. */
export function isAt(path: string, destination: Place): boolean {
  return destination.path === "/"
    ? path === "/"
    : path === destination.path || path.startsWith(`${destination.path}/`);
}
