import { readFileSync } from "node:fs";
import { type CityResponse, Reader } from "maxmind";
import { memoize } from "./memoize.ts";

/** The place of an address; a part is null if the database does not know it. */
type GeoPlace = Readonly<
  Record<"city" | "country" | "subdivision1" | "subdivision2" | "db_version", string | null>
>;

/** Looks up an address; returns null if the text is not an address or the database lacks it. */
export type GeoLookup = (address: string) => GeoPlace | null;

/** Opens a MaxMind city database (`.mmdb`). Throws if the file is not a MaxMind database. */
export function openGeoLookup(file: string): GeoLookup {
  const reader = new Reader<CityResponse>(readFileSync(file));
  const version = new Date(reader.metadata.buildEpoch).toISOString();
  const lookUp = memoize((address) => ({
    place: attempt(() => placeOf(reader.get(address), version)),
  }));
  return (address) => lookUp(address).place;
}

function placeOf(record: CityResponse | null, version: string): GeoPlace | null {
  if (record === null) return null;
  const [first, second] = record.subdivisions ?? [];
  return {
    city: record.city?.names?.en ?? null,
    country: record.country?.iso_code ?? null,
    subdivision1: first?.iso_code ?? null,
    subdivision2: second?.iso_code ?? null,
    db_version: version,
  };
}

function attempt(lookup: () => GeoPlace | null): GeoPlace | null {
  try {
    return lookup();
  } catch {
    // The text is not an address, e.g. `unknown` or `_` from a proxy.
    return null;
  }
}

interface AddressOptions {
  /** Number of trusted proxies in front of the edge; each of them adds one entry. */
  readonly proxyHops: number;
  readonly skipEntries: number;
}

/**
 * The client's address: the entry of X-Forwarded-For before the entries of our own proxies, else
 * the peer.
 */
export function clientAddress(
  forwardedFor: string | undefined,
  peer: string,
  { proxyHops, skipEntries }: AddressOptions,
): string {
  const entries = (forwardedFor ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const wanted = entries[entries.length - 1 - proxyHops - skipEntries];
  return wanted ?? entries.at(-1) ?? peer;
}
