import { type Logger, pino } from "pino";

export type { Logger };

/** A JSON logger on stderr that names its role on every line; secrets never reach it. */
export function openLogger(role: string, level: string): Logger {
  return pino(
    {
      name: role,
      level,
      redact: ["*.password", "*.apiKey", "*.token", "*.databaseUrl", "*.authorization"],
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
