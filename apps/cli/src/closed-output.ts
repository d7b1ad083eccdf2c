/** True for what writing to an output fails with once its reader has gone. */
export function isClosedOutput(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}

/**
 * Ends a command quietly once nobody reads its output: `hw … | head` has what it wanted. Without a listener the first
 * write that fails would end the process with a stack trace.
 */
export function endWithReader(
  output: NodeJS.WritableStream,
  end: (code: number) => void = process.exit,
): void {
  output.on("error", (error: Error) => {
    if (!isClosedOutput(error)) throw error;
    end(0);
  });
}
