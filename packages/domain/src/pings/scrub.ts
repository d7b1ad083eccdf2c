import { CANARY_CLIENT_ID } from "./client-id.ts";
import { drop, type Outcome, ok, reject } from "./outcome.ts";

/** What the rules look at: enough to recognise a ping that must not be kept. */
export interface ScrubSubject {
  readonly namespace: string;
  readonly docType: string;
  readonly appName: string | null;
  readonly clientId: string | null;
  readonly userAgent: string;
  readonly telemetryAgent: string;
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

// Rules of the public pipeline that this one keeps; foreign namespaces need no list here, since only registered ones land at all.
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

/** Drops, refuses or passes a document by the rule table. */
export function scrub(subject: ScrubSubject): Outcome<null> {
  const rule = RULES.find((candidate) => candidate.matches(subject));
  if (rule === undefined) return ok(null);
  if (rule.action === "drop") return drop(rule.name);
  const type = rule.action === "unwanted" ? "UnwantedData" : "AffectedByBug";
  return reject("MessageScrubber", type, `rule ${rule.name}`);
}
