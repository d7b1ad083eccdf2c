/** Channels of the fleet. */
export type DemoChannel = "nightly" | "beta" | "release";

/** A build as its pings name it. */
export interface Build {
  readonly channel: DemoChannel;
  /** The version in the URL, e.g. `159.0a1`; a beta has a plain version such as `158.0`. */
  readonly version: string;
  readonly displayVersion: string;
  /** `YYYYMMDDhhmmss`. */
  readonly buildId: string;
  /** Release day: UTC days since the epoch. */
  readonly day: number;
}

export const DAY_MS = 86_400_000;
const CYCLE_DAYS = 28;
// In the real release calendar a four-week cycle begins on 24 February 2026 with version 148. All
// other cycles are counted from that day.
const CYCLE_START = Date.UTC(2026, 1, 24) / DAY_MS;
const CYCLE_MAJOR = 148;

/** UTC day since the epoch of a time in milliseconds. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** `YYYY-MM-DD` of a day since the epoch. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * The newest build of a channel on a day: nightly daily, beta on Mondays and Thursdays, release
 * every four weeks.
 */
export function latestBuild(channel: DemoChannel, day: number): Build {
  const cycle = Math.floor((day - CYCLE_START) / CYCLE_DAYS);
  const cycleStart = CYCLE_START + cycle * CYCLE_DAYS;
  const major = CYCLE_MAJOR + cycle;
  switch (channel) {
    case "nightly":
      return buildOf(channel, day, `${major + 2}.0a1`);
    case "beta": {
      const betaDay = Math.max(cycleStart, lastBetaDay(day));
      const number = 1 + betaDaysBetween(cycleStart, betaDay);
      return buildOf(channel, betaDay, `${major + 1}.0`, `${major + 1}.0b${number}`);
    }
    case "release":
      return buildOf(channel, cycleStart, `${major}.0`);
  }
}

function buildOf(
  channel: DemoChannel,
  day: number,
  version: string,
  displayVersion = version,
): Build {
  // The hour differs from build to build, but the same day must always give the same hour.
  const hour = String(9 + (day % 3)).padStart(2, "0");
  const minute = String((day * 37) % 60).padStart(2, "0");
  const buildId = `${dateOf(day).replaceAll("-", "")}${hour}${minute}12`;
  return { channel, version, displayVersion, buildId, day };
}

// Day 0 of the epoch was a Thursday.
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

const isBetaDay = (day: number): boolean => weekdayOf(day) === 1 || weekdayOf(day) === 4;

function lastBetaDay(day: number): number {
  let found = day;
  while (!isBetaDay(found)) found -= 1;
  return found;
}

function betaDaysBetween(from: number, to: number): number {
  let count = 0;
  for (let day = from + 1; day <= to; day += 1) count += isBetaDay(day) ? 1 : 0;
  return count;
}
