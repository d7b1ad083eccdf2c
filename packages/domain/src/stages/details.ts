import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatShort,
} from "../format/index.ts";

/** The units of a detail, which decide how its value is written. */
export const STAGE_UNITS = ["count", "bytes", "ms", "per_second", "text", "time", "port"] as const;

/**
 * One labelled value that a stage reports about itself; pages and commands show the value without
 * knowing the stage.
 */
export interface StageDetail {
  readonly label: string;
  /** Null for a value that is not known or does not exist yet. */
  readonly value: string | number | null;
  readonly unit: (typeof STAGE_UNITS)[number];
  /** The name of the things that a count or a rate counts. */
  readonly noun?: string | undefined;
  /** The text for a null value. */
  readonly absent?: string | undefined;
  /**
   * The text of the detail on a line with other details; `{}` stands for the value. A detail
   * without this text is left out of the line.
   */
  readonly short?: string | undefined;
  /**
   * Trouble comes first, then the main details; a box with room for three details shows only these
   * two kinds.
   */
  readonly importance?: "trouble" | "main" | undefined;
}

/** Number of details that the box of a stage shows. */
const HEADLINES = 3;

/** The detail that says what keeps a stage from its work. */
export function troubleDetail(reason: string): StageDetail {
  return {
    label: "Trouble",
    value: reason,
    unit: "text",
    short: "{}",
    importance: "trouble",
  };
}

/**
 * Sorts details: trouble first, then the main details, then the others, each group in the order of
 * the stage.
 */
export function sortDetails(details: readonly StageDetail[]): StageDetail[] {
  return details.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ importance }: StageDetail): number {
  if (importance === "trouble") return 0;
  return importance === "main" ? 1 : 2;
}

/** The value of a detail in full, as it stands beside its label. */
export function detailText({ value, unit, noun, absent = "–" }: StageDetail, now: Date): string {
  if (value === null) return absent;
  const counted = noun === undefined ? "" : ` ${noun}`;
  if (unit === "count") return `${formatCount(Number(value))}${counted}`;
  if (unit === "per_second") return `${formatCount(Number(value))}${counted}/s`;
  return plainText(value, unit, now);
}

/** A detail as a part of one line; null if the line leaves the detail out. */
function shortText({ value, unit, short }: StageDetail, now: Date): string | null {
  if (short === undefined || (value === null && short.includes("{}"))) return null;
  // The value may hold `$&` and the like, which a text as second argument would expand; a function
  // does not.
  return short.replace("{}", () => (value === null ? "" : plainText(value, unit, now)));
}

function plainText(value: string | number, unit: StageDetail["unit"], now: Date): string {
  switch (unit) {
    case "count":
      return formatCount(Number(value));
    case "per_second":
      return formatShort(Number(value));
    case "bytes":
      return formatBytes(Number(value));
    case "ms":
      return formatDuration(Number(value));
    case "time":
      return formatAgo(new Date(value), now);
    case "port":
    case "text":
      return String(value);
  }
}

/** All details with a short text on one line, the most important first. */
export function detailLine(details: readonly StageDetail[], now: Date): string {
  return shortTexts(details, now).join(", ");
}

/** Trouble and main details as short texts, as many as the box of a stage has room for. */
export function headlines(details: readonly StageDetail[], now: Date): string[] {
  const important = details.filter(({ importance }) => importance !== undefined);
  return shortTexts(important, now).slice(0, HEADLINES);
}

function shortTexts(details: readonly StageDetail[], now: Date): string[] {
  return sortDetails(details).flatMap((detail) => shortText(detail, now) ?? []);
}
