const HEADER_BYTES = 4;
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** One message as bytes: a length (32 bits, little endian), then JSON. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  if (body.length > MAX_FRAME_BYTES) throw new RangeError("the message is too large");
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, HEADER_BYTES);
  return frame;
}

/**
 * Splits a byte stream into messages. The peer may be hostile, so a length beyond the limit or
 * invalid JSON throws.
 */
export function openFrameReader(): (chunk: Buffer) => unknown[] {
  let pieces: Buffer[] = [];
  let length = 0;
  const next = (): { message: unknown } | null => {
    const wanted = frameLength(pieces, length);
    if (wanted === null || length < wanted) return null;
    const all = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    const rest = all.subarray(wanted);
    pieces = rest.length > 0 ? [rest] : [];
    length = rest.length;
    return { message: JSON.parse(all.toString("utf8", HEADER_BYTES, wanted)) };
  };
  return (chunk) => {
    pieces.push(chunk);
    length += chunk.length;
    const messages: unknown[] = [];
    for (let frame = next(); frame !== null; frame = next()) messages.push(frame.message);
    return messages;
  };
}

// Pieces are joined only for the header and for a complete frame, so that a large frame in many
// pieces is copied once.
function frameLength(pieces: Buffer[], length: number): number | null {
  if (length < HEADER_BYTES) return null;
  const [first] = pieces;
  if (first === undefined || first.length < HEADER_BYTES)
    pieces.splice(0, pieces.length, Buffer.concat(pieces));
  const body = pieces[0]?.readUInt32LE(0) ?? 0;
  if (body > MAX_FRAME_BYTES) throw new RangeError(`a frame of ${body} bytes`);
  return HEADER_BYTES + body;
}
