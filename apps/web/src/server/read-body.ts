import { isUtf8 } from "node:buffer";
import { AppError } from "@headwater/domain";
import { MAX_BODY_BYTES } from "./body-limits.ts";
import { refuseBrokenText } from "./broken-text.ts";

/** Reads a JSON body of limited size whose text is well-formed throughout. No body is an empty one. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  return jsonOf(await readText(request, maxBytes));
}

/** Reads the text of a body as JSON whose text is well-formed throughout. No text is an empty object. */
export function jsonOf(text: string): unknown {
  // Re:dash's clients post nothing where they have nothing to say.
  const body = parsed(text === "" ? "{}" : text);
  if (body === undefined) throw new AppError("invalid", "The body is not JSON.");
  refuseBrokenText(body);
  return body;
}

/** Bytes that are booked for a body of which its sender does not say how long it is: more than nearly all have. */
const UNTOLD_BYTES = 16 * 1024;

/** What a request says of the length of its body. */
export function bodyBytes({ headers, body }: Request): number {
  if (body === null) return 0;
  return Math.min(Number(headers.get("content-length") ?? UNTOLD_BYTES), MAX_BODY_BYTES);
}

/** Reads a body of limited size as text. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  // The declared length spares keeping what is refused anyway; it may be missing or wrong, so the bytes are counted too.
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
  // What is no UTF-8 would become other characters without a word.
  if (!isUtf8(bytes)) throw new AppError("invalid", "The body is not UTF-8.");
  return bytes.toString("utf8");
}

/** A sender who gets an answer before all is sent often finds a closed connection instead: this much is let in for that. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** Takes in what nobody has read of a body, and keeps none of it, so that the answer reaches its sender. */
export async function discardBody(request: Request): Promise<void> {
  if (!request.bodyUsed) await takeIn(request, MAX_DISCARDED_BYTES, () => undefined);
}

/** Reads a body to its end, or until it has more bytes than given; how many it had so far. */
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
