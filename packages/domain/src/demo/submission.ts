import type { KeptHeader } from "@headwater/schemas";
import type { Build } from "./builds.ts";
import type { DemoClient } from "./clients.ts";

/**
 * The value of `X-Source-Tags` in every submission of the fleet: rows of the demo are recognised by
 * the tag.
 */
export const DEMO_SOURCE_TAG = "demo";

/** A submission that the fleet would POST. */
export interface DemoSubmission {
  /** Time of arrival at the edge, milliseconds since the epoch. */
  readonly atMs: number;
  readonly documentId: string;
  /** Path of the request. */
  readonly uri: string;
  /** Query string without `?`. */
  readonly args: string;
  readonly headers: Readonly<Partial<Record<KeptHeader, string>>>;
  /** Body before compression. */
  readonly text: string;
  /** A torn body is gzip that ends in the middle. */
  readonly packing: "gzip" | "torn" | "none";
}

interface SubmissionInput {
  readonly atMs: number;
  readonly documentId: string;
  readonly client: DemoClient;
  readonly build: Build;
  readonly document: unknown;
}

/** A ping of the old telemetry, whose URL repeats the application. */
export function telemetrySubmission(docType: string, input: SubmissionInput): DemoSubmission {
  const { documentId, build } = input;
  const path = [docType, "Firefox", build.version, build.channel, build.buildId].join("/");
  return { ...packed(input), uri: `/submit/telemetry/${documentId}/${path}`, args: "v=4" };
}

/** A ping of a structured type. */
export function structuredSubmission(
  { namespace, docType, version }: { namespace: string; docType: string; version: number },
  input: SubmissionInput,
): DemoSubmission {
  const uri = `/submit/${namespace}/${docType}/${version}/${input.documentId}`;
  return { ...packed(input), uri, args: "" };
}

function packed({ atMs, documentId, client, build, document }: SubmissionInput) {
  return {
    atMs,
    documentId,
    headers: headersOf(client, build, atMs),
    text: JSON.stringify(document),
    packing: "gzip" as const,
  };
}

function headersOf(client: DemoClient, build: Build, atMs: number) {
  const major = build.version.split(".")[0];
  return {
    "user-agent": `Mozilla/5.0 (${client.system.platform}; rv:${major}.0) Gecko/20100101 Firefox/${major}.0`,
    date: new Date(atMs).toUTCString(),
    "x-source-tags": DEMO_SOURCE_TAG,
    ...(client.debugId === null ? {} : { "x-debug-id": client.debugId }),
  };
}
