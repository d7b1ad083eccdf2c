import type { Writable } from "node:stream";
import { type Logger, pino } from "pino";

export type { Logger };

/** A JSON logger that names its role on every line, on stderr or the given stream; secrets never reach it. */
export function openLogger(role: string, level: string, stream?: Writable): Logger {
  return pino(
    {
      name: role,
      level,
      redact: ["*.password", "*.apiKey", "*.token", "*.databaseUrl", "*.authorization"],
    },
    stream ?? pino.destination({ fd: 2, sync: true }),
  );
}
