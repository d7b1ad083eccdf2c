import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import {
  DEMO_TYPES,
  dayOf,
  daySubmissions,
  demoPlan,
  historyDays,
} from "../../../packages/domain/src/demo/index.ts";
import { compileSchema } from "../../../packages/domain/src/schemas/index.ts";
import { type Envelope, KEPT_HEADERS } from "../../../packages/schemas/src/index.ts";
import { pingsOf } from "../../corpus.ts";
import { type RegisteredSchema, readRegistered } from "./schemas.ts";

/** A captured submission, from which varied submissions are made. */
export interface Template {
  readonly namespace: string;
  readonly docType: string;
  readonly version: number;
  readonly path: string;
  readonly query: string;
  readonly headers: Envelope["headers"];
  readonly body: string;
}

/** One submission of the load, with the values that the edge would log. */
export interface Submission {
  readonly uri: string;
  readonly args: string;
  readonly headers: Envelope["headers"];
  readonly body: Uint8Array;
  readonly schema: RegisteredSchema;
}

interface Captured {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const TYPICAL_BYTES = 1500;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Captured pings of the corpus; without a corpus, pings of the demo. */
export function readTemplates(corpus: string | null): Template[] {
  if (corpus === null) return demoTemplates();
  const lines = readFileSync(pingsOf(corpus), "utf8").trim().split("\n");
  return lines.map((line) => {
    const { url, headers, body } = JSON.parse(line) as Captured;
    const { pathname, search } = new URL(url, "http://edge");
    return templateOf(pathname, search.slice(1), { headers, body });
  });
}

function templateOf(
  path: string,
  query: string,
  { headers, body }: Pick<Captured, "headers" | "body">,
): Template {
  const [, , namespace = "", second = "", third = ""] = path.split("/");
  const isTelemetry = namespace === "telemetry";
  return {
    headers: Object.fromEntries(KEPT_HEADERS.map((name) => [name, headers[name]])),
    namespace,
    body,
    path,
    query,
    docType: isTelemetry ? third : second,
    version: isTelemetry ? 4 : Number(third),
  };
}

/** Pings of one day of the demo's fleet, without the broken ones. */
function demoTemplates(): Template[] {
  const plan = demoPlan(dayOf(Date.UTC(2026, 10, 24)));
  const [day = 0] = historyDays(plan);
  const types = DEMO_TYPES.map((type) => ({
    ...type,
    elements: type.namespace === "telemetry" ? 9 : 6,
    validate: compileSchema(readRegistered(null, type).schema),
  }));
  const isSound = ({ namespace, docType, version, path, body }: Template): boolean =>
    types.some(
      (type) =>
        type.namespace === namespace &&
        type.docType === docType &&
        type.version === version &&
        path.split("/").length === type.elements &&
        isJson(body) &&
        type.validate(JSON.parse(body)) === null,
    );
  return daySubmissions(plan, day)
    .map(({ uri, args, headers, text }) => templateOf(uri, args, { headers, body: text }))
    .filter(isSound);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** The template whose size is nearest to the typical size of a ping. */
export function typical(templates: readonly Template[]): Template {
  const distance = ({ body }: Template) => Math.abs(body.length - TYPICAL_BYTES);
  const [nearest] = templates.toSorted((one, other) => distance(one) - distance(other));
  if (nearest === undefined) throw new Error("no templates");
  return nearest;
}

/** `count` different submissions made from the templates in turn, each with new ids. */
export function makeSubmissions(
  corpus: string | null,
  templates: readonly Template[],
  count: number,
): Submission[] {
  const schemas = new Map<string, RegisteredSchema>();
  return Array.from({ length: count }, (_, index) => {
    const template = templates[index % templates.length];
    if (template === undefined) throw new Error("no templates");
    const { namespace, docType, version } = template;
    const key = `${namespace}/${docType}/${version}`;
    const schema = schemas.get(key) ?? readRegistered(corpus, { namespace, docType, version });
    schemas.set(key, schema);
    return {
      uri: template.path.replace(UUID, () => randomUUID()),
      args: template.query,
      headers: template.headers,
      body: gzipSync(template.body.replace(UUID, () => randomUUID())),
      schema,
    };
  });
}
