import type { KeptHeader } from "@headwater/schemas";
import type { Build } from "./builds.ts";
import type { DemoClient } from "./clients.ts";

/** Every submission of the fleet carries this in `X-Source-Tags`; it is what tells its rows from those of real clients. */
export const DEMO_SOURCE_TAG = "demo";

/** A submission as the fleet would POST it. */
export interface DemoSubmission {
  /** When it reaches the edge, milliseconds since the epoch. */
  readonly atMs: number;
  readonly documentId: string;
  /** Path of the request. */
  readonly uri: string;
  /** Query string without `?`. */
  readonly args: string;
  readonly headers: Readonly<Partial<Record<KeptHeader, string>>>;
  /** Body before it is packed. */
  readonly text: string;
  /** A torn body is gzip that ends in the middle. */
  readonly packing: "gzip" | "torn" | "none";
}

interface Parcel {
  readonly atMs: number;
  readonly documentId: string;
  readonly client: DemoClient;
  readonly build: Build;
  readonly document: unknown;
}

/** A ping of the old telemetry: its URL repeats the application. */
export function telemetrySubmission(docType: string, parcel: Parcel): DemoSubmission {
  const { documentId, build } = parcel;
  const path = [docType, "Firefox", build.version, build.channel, build.buildId].join("/");
  return { ...packed(parcel), uri: `/submit/telemetry/${documentId}/${path}`, args: "v=4" };
}

/** A ping of a structured type. */
export function structuredSubmission(
  { namespace, docType, version }: { namespace: string; docType: string; version: number },
  parcel: Parcel,
): DemoSubmission {
  const uri = `/submit/${namespace}/${docType}/${version}/${parcel.documentId}`;
  return { ...packed(parcel), uri, args: "" };
}

function packed({ atMs, documentId, client, build, document }: Parcel) {
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
