import { isUtf8 } from "node:buffer";
import { AppError } from "@headwater/domain";
import { MAX_BODY_BYTES } from "./body-limits.ts";
import { refuseBrokenText } from "./broken-text.ts";

/**
 * Reads a JSON body of limited size whose texts are well-formed. A missing body is an empty object.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  return jsonOf(await readText(request, maxBytes));
}

/**
 * Parses the text of a body as JSON whose texts are well-formed. An empty text is an empty object.
 */
export function jsonOf(text: string): unknown {
  // Re:dash's clients send an empty body where they have no values.
  const body = parsed(text === "" ? "{}" : text);
  if (body === undefined) throw new AppError("invalid", "The body is not JSON.");
  refuseBrokenText(body);
  return body;
}

/** Bytes that are booked for a body without a declared length; nearly all bodies are smaller. */
const UNDECLARED_BYTES = 16 * 1024;

/** The declared length of a request's body. */
export function bodyBytes({ headers, body }: Request): number {
  if (body === null) return 0;
  return Math.min(Number(headers.get("content-length") ?? UNDECLARED_BYTES), MAX_BODY_BYTES);
}

/** Reads a body of limited size as text. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  // By the declared length a too long body is refused before it is kept; the length may be missing
  // or wrong, so the bytes are counted too.
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) {
    await discardBody(request);
    throw tooLarge(maxBytes);
  }
  const chunks: Uint8Array[] = [];
  const length = await takeIn(request, maxBytes + MAX_DISCARDED_BYTES, (chunk, sofar) => {
    if (sofar <= maxBytes) chunks.push(chunk);
  });
  if (length > maxBytes) throw tooLarge(maxBytes);
  const bytes = Buffer.concat(chunks);
  // Bytes that are not UTF-8 would silently become other characters.
  if (!isUtf8(bytes)) throw new AppError("invalid", "The body is not UTF-8.");
  return bytes.toString("utf8");
}

/**
 * The most bytes that are read and discarded: a sender who is answered before all is sent often
 * sees a closed connection instead of the answer.
 */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** Reads and discards an unread body, so that the answer reaches its sender. */
export async function discardBody(request: Request): Promise<void> {
  if (!request.bodyUsed) await takeIn(request, MAX_DISCARDED_BYTES, () => undefined);
}

/**
 * Reads a body to its end or until it has more than `most` bytes, and returns the number of bytes.
 */
async function takeIn(
  { body }: Request,
  most: number,
  take: (chunk: Uint8Array, sofar: number) => void,
): Promise<number> {
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    take(chunk, length);
    if (length > most) break;
  }
  return length;
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("too_large", `The body may have up to ${maxBytes} bytes.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
