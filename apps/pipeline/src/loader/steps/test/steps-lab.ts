import { indexSchemas, type RegisteredSchema } from "@headwater/db/schemas";
import { planRegistration, readPipelineMetadata, type SchemaName } from "@headwater/domain/schemas";
import type { Envelope } from "@headwater/schemas";
import type { DecidedDocument, Decision } from "../../decision.ts";
import type { GeoLookup } from "../geo.ts";
import { type Decide, openSteps } from "../index.ts";

export const U = "ce39b608-f595-4c69-b6a6-f7a436604648";
/** 2026-03-01T12:34:56.789012Z. */
export const MICROS = 1_772_368_496_789_012;

/** Makes a schema as the registry returns it. Throws if the registry would refuse the schema. */
export function registered(name: SchemaName, schema: object): RegisteredSchema {
  const text = JSON.stringify(schema);
  const plan = planRegistration(name, text, null);
  if (plan.outcome !== "registered") throw new Error(JSON.stringify(plan));
  return {
    ...name,
    revision: 1,
    origin: "user",
    schema: text,
    metadata: readPipelineMetadata(plan.metadata),
    columns: plan.columns,
  };
}

interface LabOptions {
  readonly geo?: GeoLookup;
  readonly proxyHops?: number;
}

export function openLab(schemas: readonly RegisteredSchema[], options: LabOptions = {}): Decide {
  const { geo = null, proxyHops = 0 } = options;
  return openSteps({ schemas: indexSchemas(schemas), geo, proxyHops });
}

/** Makes an envelope as the edge writes it. A body that is not bytes is sent as JSON. */
export function envelope(
  uri: string,
  body: unknown,
  more: Partial<Omit<Envelope, "uri" | "body">> = {},
): Envelope {
  return {
    submissionMicros: MICROS,
    method: "POST",
    uri,
    args: "",
    protocol: "HTTP/1.1",
    host: "edge.example",
    remoteAddr: "192.0.2.7",
    headers: {},
    ...more,
    body: body instanceof Uint8Array ? body : Buffer.from(asText(body)),
  };
}

function asText(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** Returns the document of a decision that passed; throws the reason of any other decision. */
export function passed({ outcome }: Decision): DecidedDocument {
  if (outcome.kind !== "ok") throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

/**
 * The outcome of a decision in one line: `ok`, `drop <rule>` or `<stage> <error type>: <message>`.
 */
export function endingOf({ outcome }: Decision): string {
  if (outcome.kind === "ok") return "ok";
  if (outcome.kind === "drop") return `drop ${outcome.rule}`;
  const { stage, errorType, message } = outcome.rejection;
  return `${stage} ${errorType}: ${message}`;
}
