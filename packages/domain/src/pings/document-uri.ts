import { type Outcome, ok, reject } from "./outcome.ts";

/**
 * The content of a submission's URI (forms: structured `/submit/<namespace>/<type>/<version>/<id>`,
 * telemetry `/submit/telemetry/<id>/<type>/<app>/<version>/<channel>/<build>`).
 */
export interface DocumentUri {
  readonly namespace: string;
  readonly docType: string;
  /** Null for telemetry, whose version is in the body. */
  readonly docVersion: string | null;
  /** Lower case. */
  readonly documentId: string;
  readonly app: {
    readonly appName: string;
    readonly appVersion: string;
    readonly appUpdateChannel: string;
    readonly appBuildId: string;
  } | null;
}

const PREFIX = "/submit/";
/**
 * Reports of failed TLS connections, which old Firefox versions send; the edge accepts these
 * reports, and the loader rejects them.
 */
const TLS_REPORTS = /^\/submit\/sslreports\/?$/;
const TELEMETRY_ELEMENTS = 6;
const STRUCTURED_ELEMENTS = 4;
const MAX_NAME = 200;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for the strict 8-4-4-4-12 form of a UUID, in any case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Reads the path of a submission. */
export function parseDocumentUri(uri: string): Outcome<DocumentUri> {
  if (TLS_REPORTS.test(uri)) return reject("MessageScrubber", "UnwantedData", "rule tls-reports");
  if (!uri.startsWith(PREFIX))
    return reject("ParseUri", "InvalidUri", `not a submission path: ${uri}`);
  const [namespace = "", ...elements] = uri.slice(PREFIX.length).split("/").map(decode);
  if (namespace === "telemetry") return parseTelemetry(elements);
  return parseStructured(namespace, elements);
}

function parseTelemetry(elements: readonly string[]): Outcome<DocumentUri> {
  if (elements.length !== TELEMETRY_ELEMENTS)
    return wrongCount(elements.length, TELEMETRY_ELEMENTS);
  const [
    id = "",
    docType = "",
    appName = "",
    appVersion = "",
    appUpdateChannel = "",
    appBuildId = "",
  ] = elements;
  const app = { appName, appVersion, appUpdateChannel, appBuildId };
  return identified(id, { namespace: "telemetry", docType, docVersion: null, app });
}

function parseStructured(namespace: string, elements: readonly string[]): Outcome<DocumentUri> {
  if (elements.length !== STRUCTURED_ELEMENTS - 1)
    return wrongCount(elements.length + 1, STRUCTURED_ELEMENTS);
  const [docType = "", docVersion = "", id = ""] = elements;
  return identified(id, { namespace, docType, docVersion, app: null });
}

function identified(id: string, rest: Omit<DocumentUri, "documentId">): Outcome<DocumentUri> {
  const names = [rest.namespace, rest.docType, rest.docVersion ?? ""];
  if (names.some(isNoName))
    return reject("ParseUri", "InvalidUri", "an element is too long or holds control characters");
  if (!isUuid(id)) return reject("ParseUri", "InvalidUri", `the document id is not a UUID: ${id}`);
  return ok({ ...rest, documentId: id.toLowerCase() });
}

// The names become keys of the accounting, and the database accepts neither NUL nor very long texts
// as keys.
function isNoName(name: string): boolean {
  return name.length > MAX_NAME || /\p{Cc}/u.test(name);
}

function wrongCount(found: number, wanted: number): Outcome<never> {
  const message = `The path has ${found} elements after /submit/${wanted === TELEMETRY_ELEMENTS ? "telemetry/" : ""}, not ${wanted}`;
  return reject("ParseUri", "InvalidUri", message);
}

function decode(element: string): string {
  if (!element.includes("%")) return element;
  try {
    return decodeURIComponent(element);
  } catch {
    return element;
  }
}
