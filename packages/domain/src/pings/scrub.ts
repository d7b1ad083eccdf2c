import { CANARY_CLIENT_ID } from "./client-id.ts";
import { drop, type Outcome, ok, reject } from "./outcome.ts";

/** The facts of a ping that the rules compare to recognise a ping that must not be kept. */
export interface ScrubSubject {
  readonly namespace: string;
  readonly docType: string;
  readonly appName: string | null;
  /** From the URI of a telemetry ping. */
  readonly appVersion?: string;
  readonly clientId: string | null;
  readonly userAgent: string;
  readonly telemetryAgent: string;
  /** The document that will land; a redacting rule changes this object in place. */
  readonly document: Readonly<Record<string, unknown>>;
}

interface ScrubRule {
  /** Stable name, used as the counter's label. */
  readonly name: string;
  readonly action: "drop" | "unwanted" | "bug";
  readonly matches: (subject: ScrubSubject) => boolean;
}

const UNWANTED_TYPES = new Set(["pioneer-study", "frecency-update", "saved-session", "modules"]);
const FIREFOX_ONLY = new Set(["event", "main", "modules"]);

// The rules of Mozilla's public pipeline that this pipeline keeps. Unknown namespaces need no rule
// here, because only registered namespaces land.
const RULES: readonly ScrubRule[] = [
  {
    name: "account-ecosystem",
    action: "drop",
    matches: ({ docType }) => docType === "account-ecosystem",
  },
  {
    name: "background-update",
    action: "drop",
    matches: ({ namespace, docType }) =>
      namespace === "firefox-desktop" && docType === "background-update",
  },
  {
    name: "pageload-domain",
    action: "drop",
    matches: ({ docType }) => docType === "pageload-domain",
  },
  {
    name: "isolated-remote-type",
    action: "drop",
    matches: ({ docType, document }) =>
      (docType === "crash" || docType === "bhr") && isIsolated(document),
  },
  {
    name: "unwanted-type",
    action: "unwanted",
    matches: ({ namespace, docType }) => namespace === "telemetry" && UNWANTED_TYPES.has(docType),
  },
  { name: "firefox-os", action: "unwanted", matches: ({ appName }) => appName === "FirefoxOS" },
  {
    name: "not-firefox",
    action: "unwanted",
    matches: ({ namespace, docType, appName }) =>
      namespace === "telemetry" &&
      FIREFOX_ONLY.has(docType) &&
      appName !== null &&
      appName !== "Firefox",
  },
  {
    name: "not-glean",
    action: "unwanted",
    matches: ({ namespace, userAgent, telemetryAgent }) =>
      namespace === "firefox-desktop" && !`${userAgent} ${telemetryAgent}`.includes("Glean"),
  },
  { name: "1489560", action: "bug", matches: ({ clientId }) => clientId === CANARY_CLIENT_ID },
];

/** Names of all drop rules, for the counters. */
export const DROP_RULES: readonly string[] = RULES.filter((rule) => rule.action === "drop").map(
  (rule) => rule.name,
);

/** Drops, refuses, redacts or passes a document by the rule table. */
export function scrub(subject: ScrubSubject): Outcome<null> {
  const rule = RULES.find((candidate) => candidate.matches(subject));
  if (rule === undefined) {
    redactSlowSql(subject);
    return ok(null);
  }
  if (rule.action === "drop") return drop(rule.name);
  const type = rule.action === "unwanted" ? "UnwantedData" : "AffectedByBug";
  return reject("MessageScrubber", type, `rule ${rule.name}`);
}

/**
 * True if the process type of a crash or hang names the site for which the process was isolated.
 */
function isIsolated(document: ScrubSubject["document"]): boolean {
  const payload = record(document["payload"]);
  const named = [payload["remoteType"], record(payload["metadata"])["RemoteType"]];
  return named.some((type) => typeof type === "string" && type.startsWith("webIsolated="));
}

// Up to version 41 the slow statements could contain text that a user had typed.
const LAST_WITH_SQL = 41;

function redactSlowSql({ namespace, appVersion, document }: ScrubSubject): void {
  if (namespace !== "telemetry" || Number.parseInt(appVersion ?? "", 10) > LAST_WITH_SQL) return;
  if (appVersion === undefined) return;
  const payload = record(document["payload"]);
  delete payload["slowSQL"];
  delete payload["slowSQLStartup"];
}

function record(value: unknown): Record<string, unknown> {
  return isPlain(value) ? value : {};
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
