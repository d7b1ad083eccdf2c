const CHANNELS = new Set(["release", "esr", "beta", "aurora", "nightly"]);
const APP_NAMES = [
  "Zerda_cn",
  "Zerda",
  "Focus-TV",
  "Focus",
  "Klar",
  "FirefoxReality_",
  "FirefoxForFireTV",
  "FirefoxConnect",
  "Fennec",
  "Scryer",
  "WebXR",
  "Lockbox",
  "Firefox",
];

/**
 * Update channel from a fixed list, case-sensitive. `nightly-cck-*` counts as nightly and `beta*`
 * as beta; any other name is Other.
 */
export function normalizeChannel(channel: string): string {
  if (CHANNELS.has(channel)) return channel;
  if (channel.startsWith("nightly-cck-")) return "nightly";
  return channel.startsWith("beta") ? "beta" : "Other";
}

/** Operating system family. */
export function normalizeOs(os: string): string {
  if (/^(Windows|WINNT)/.test(os)) return "Windows";
  if (os.startsWith("Darwin")) return "Mac";
  if (/Linux|BSD|SunOS|Solaris/.test(os)) return "Linux";
  if (os.startsWith("iOS") || os.includes("iPhone")) return "iOS";
  return os.startsWith("Android") ? "Android" : "Other";
}

/** Up to three leading numbers of a version; empty if the version does not begin with a number. */
export function normalizeOsVersion(version: string): string {
  return /^\d+(?:\.\d+){0,2}/.exec(version)?.[0] ?? "";
}

/** First application of the fixed list that the name begins with, else Other. */
export function normalizeAppName(name: string): string {
  const found = APP_NAMES.find((known) => name.startsWith(known));
  if (found === undefined) return "Other";
  return found === "FirefoxReality_" ? name : found;
}

/** Two-letter country code in upper case, else Other. */
export function normalizeCountry(code: string): string {
  return /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : "Other";
}
