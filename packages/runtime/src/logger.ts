import { type Logger, pino } from "pino";
import { writeOutput } from "./output.ts";

export type { Logger };

/** Where a logger's lines go; it must take every line without an error. */
export interface LogTarget {
  write(line: string): void;
}

const STANDARD_ERROR: LogTarget = { write: (line) => void writeOutput(2, line) };

/** A JSON logger that names its role on every line, on stderr or the given target; secrets never reach it. */
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
