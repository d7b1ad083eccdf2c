export { CANARY_CLIENT_ID, normalizeClientId } from "./client-id.ts";
export { type DocumentUri, isUuid, parseDocumentUri } from "./document-uri.ts";
export {
  normalizeAppName,
  normalizeChannel,
  normalizeCountry,
  normalizeOs,
  normalizeOsVersion,
} from "./normalize.ts";
export { drop, type Outcome, ok, type Rejection, reject, type Stage } from "./outcome.ts";
export { DROP_RULES, type ScrubSubject, scrub } from "./scrub.ts";
export { parseUserAgent, type UserAgent } from "./user-agent.ts";
