/** Whether a write failed because the reader of the output has closed it. */
export function isClosedOutput(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}

/**
 * Ends a command with exit code 0 when the reader closes its output, as `head` does in `hw … |
 * head`. Without this listener the first failed write would end the process with a stack trace.
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
