import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Envelope, KEPT_HEADERS } from "../../../packages/schemas/src/index.ts";
import { type RegisteredSchema, readRegistered } from "./schemas.ts";

/** A captured submission, to be varied. */
export interface Template {
  readonly namespace: string;
  readonly docType: string;
  readonly version: number;
  readonly path: string;
  readonly query: string;
  readonly headers: Envelope["headers"];
  readonly body: string;
}

/** One submission of the load, as the edge would log it. */
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

export function readTemplates(corpus: string): Template[] {
  const lines = readFileSync(join(corpus, "firefox/pings.ndjson"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const { url, headers, body } = JSON.parse(line) as Captured;
    const { pathname, search } = new URL(url, "http://edge");
    const [, , namespace = "", second = "", third = ""] = pathname.split("/");
    const isTelemetry = namespace === "telemetry";
    return {
      headers: Object.fromEntries(KEPT_HEADERS.map((name) => [name, headers[name]])),
      ...{ namespace, body, path: pathname, query: search.slice(1) },
      docType: isTelemetry ? third : second,
      version: isTelemetry ? 4 : 1,
    };
  });
}

/** The template nearest to the size that most pings have. */
export function typical(templates: readonly Template[]): Template {
  const distance = ({ body }: Template) => Math.abs(body.length - TYPICAL_BYTES);
  const [nearest] = templates.toSorted((one, other) => distance(one) - distance(other));
  if (nearest === undefined) throw new Error("no templates");
  return nearest;
}

/** `count` different submissions made from the templates in turn, each with ids of its own. */
export function makeSubmissions(
  corpus: string,
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
