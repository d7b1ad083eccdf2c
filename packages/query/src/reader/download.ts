import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { DownloadInput } from "../protocol/index.ts";
import type { ExportRequest } from "../sandboxed/reader-mode.ts";
import type { StoredResult } from "./source.ts";

interface DownloadOptions extends Omit<DownloadInput, "executionId" | "userId"> {
  readonly stored: StoredResult;
  /** A unique name for this download. */
  readonly name: string;
  /** Writes rows into a file of the role; returns the path of the file. */
  readonly exportRows: (request: ExportRequest) => Promise<string>;
}

/**
 * The bytes of a download. CSV and JSON go out part by part, so that the first byte doesn't wait
 * for the last row; Parquet is one file.
 */
export async function* downloadBytes(options: DownloadOptions): AsyncGenerator<Buffer> {
  if (options.format === "parquet") yield* exported(options, options.stored, "parquet");
  else if (options.format === "csv") yield* csv(options);
  else yield* json(options);
}

async function* csv(options: DownloadOptions): AsyncGenerator<Buffer> {
  // RFC 4180 ends lines with CR LF; the engine writes LF. A line end inside quotes belongs to a
  // value and stays.
  let quoted = false;
  for (const [index, path] of options.stored.paths.entries()) {
    const part = { ...options.stored, paths: [path] };
    for await (const chunk of exported(options, part, "csv", index === 0)) {
      const ended = endLines(chunk, quoted);
      quoted = ended.quoted;
      yield ended.bytes;
    }
  }
}

async function* json(options: DownloadOptions): AsyncGenerator<Buffer> {
  yield Buffer.from("[\n");
  let open = false;
  for (const path of options.stored.paths) {
    for await (const chunk of exported(options, { ...options.stored, paths: [path] }, "ndjson")) {
      // A raw line end can only follow an object. The comma is written before the next object, so
      // that no comma follows the last one.
      const text: string = `${open ? "\n" : ""}${chunk.toString("latin1")}`;
      open = text.endsWith("\n");
      const body = open ? text.slice(0, -1) : text;
      yield Buffer.from(body.replaceAll("\n", ",\n"), "latin1");
    }
  }
  yield Buffer.from("\n]\n");
}

async function* exported(
  { name, exportRows, formulaSafe = false }: DownloadOptions,
  stored: StoredResult,
  format: ExportRequest["format"],
  header = false,
): AsyncGenerator<Buffer> {
  const path = await exportRows({
    stored,
    format,
    header,
    formulaSafe,
    name: `${name}.${format}`,
  });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
      yield chunk as Buffer;
  } finally {
    await rm(path, { force: true });
  }
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Ends lines outside of quotes with CR LF; the caller passes `quoted` from one chunk to the next.
 */
export function endLines(chunk: Buffer, quotedBefore: boolean): { bytes: Buffer; quoted: boolean } {
  const bytes = Buffer.allocUnsafe(chunk.length * 2);
  let quoted = quotedBefore;
  let length = 0;
  for (const byte of chunk) {
    if (byte === QUOTE) quoted = !quoted;
    if (byte === LINE_FEED && !quoted) bytes[length++] = CARRIAGE_RETURN;
    bytes[length++] = byte;
  }
  return { bytes: bytes.subarray(0, length), quoted };
}
