import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";

/**
 * The error for a streaming result that ended before its last row. The engine's client does not
 * report the reason.
 */
export class IncompleteResultError extends Error {
  override readonly name = "IncompleteResultError";

  constructor() {
    super("the engine ended the result before its last row");
  }
}

/**
 * Yields the chunks of a streaming result up to its last row. The engine's client returns no
 * further chunk both after the last row and after an error in the middle (a failed cast, a damaged
 * file, no memory, an interrupt), but only an error also closes the stream. After an error this
 * function throws `IncompleteResultError`, so that a part of a result never counts as the whole.
 */
export async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    yield chunk;
  }
  if (!result.isStreaming) throw new IncompleteResultError();
}
