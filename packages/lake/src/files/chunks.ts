import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";

/** A streaming result ended before its last row. The engine's client does not tell the reason. */
export class IncompleteResultError extends Error {
  override readonly name = "IncompleteResultError";

  constructor() {
    super("the engine ended the result before its last row");
  }
}

/**
 * Gives the chunks of a streaming result up to its last row. The engine's client gives no further chunk both after the
 * last row and after an error in the middle (a failed cast, a damaged file, no memory, an interrupt); only an error also
 * closes the stream. Throws `IncompleteResultError` then, so that no part of a result passes for the whole.
 */
export async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    yield chunk;
  }
  if (!result.isStreaming) throw new IncompleteResultError();
}
