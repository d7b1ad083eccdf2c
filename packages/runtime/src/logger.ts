import { type Logger, pino } from "pino";
import { writeOutput } from "./output.ts";

export type { Logger };

/** The destination of a logger's lines; `write` must never throw. */
export interface LogTarget {
  write(line: string): void;
}

const STANDARD_ERROR: LogTarget = { write: (line) => void writeOutput(2, line) };

/**
 * Opens a JSON logger that writes to stderr or the given target. Each line names the role; keys
 * with secrets are redacted.
 */
export function openLogger(role: string, level: string, target = STANDARD_ERROR): Logger {
  return pino(
    {
      name: role,
      level,
      redact: ["*.password", "*.apiKey", "*.token", "*.databaseUrl", "*.authorization"],
    },
    target,
  );
}
