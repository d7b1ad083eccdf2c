/** The parts of a user agent that are kept; live rows do not store the whole text. */
export interface UserAgent {
  readonly browser: string | null;
  readonly os: string | null;
  /** Major version, digits only. */
  readonly version: string | null;
}

// The first match counts, because most agents name several browsers. The order is that of Mozilla's
// public decoder.
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /Edge\/(\d+)/],
  ["Chrome", /Chrome\/(\d+)/],
  ["Opera Mini", /Opera Mini\/(\d+)/],
  ["Opera Mobi", /Opera Mobi.*Version\/(\d+)|Opera Mobi/],
  ["Opera", /Opera.*Version\/(\d+)|Opera\/(\d+)/],
  ["MSIE", /MSIE (\d+)/],
  ["Safari", /Version\/(\d+).*Safari\/|Safari\/(\d+)/],
  ["FxSync", /(?:FxSync|AndroidSync|iOS-Sync)\/?(\d+)?/],
  ["Firefox", /Firefox\/(\d+)/],
];

const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ["iPod", /iPod|iOS-Sync/],
  ["iPad", /iPad/],
  ["iPhone", /iPhone/],
  ["Android", /Android/],
  ["BlackBerry", /BlackBerry/],
  ["Linux", /Linux/],
  ["Macintosh", /Macintosh/],
  ["FirefoxOS", /Mozilla\/5\.0 \(Mobile;/],
  ["Windows 10", /Windows NT 10\.0/],
  ["Windows 8.1", /Windows NT 6\.3/],
  ["Windows 8", /Windows NT 6\.2/],
  ["Windows 7", /Windows NT 6\.1/],
  ["Windows Vista", /Windows NT 6\.0/],
  ["Windows XP", /Windows NT 5\.1/],
  ["Windows 2000", /Windows NT 5\.0/],
];

/** Reads browser, system and major version from a User-Agent header. */
export function parseUserAgent(text: string): UserAgent {
  const os = SYSTEMS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  // Internet Explorer 11 does not write its own name.
  if (text.includes("Trident/7.0")) return { browser: "MSIE", os, version: "11" };
  for (const [browser, pattern] of BROWSERS) {
    const match = pattern.exec(text);
    if (match !== null) return { browser, os, version: match[1] ?? match[2] ?? null };
  }
  return { browser: null, os, version: null };
}
