import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { fileProblems, type SettingProblem } from "./setting-files.ts";
import { count, megabytes, optionalText, port, roles } from "./setting-types.ts";

export type { RoleOfProcess } from "./setting-types.ts";

const PORTAL_PORT = 3000;
const EDGE_PORT = 8080;

/** Every setting of every process, by environment name; each has a default for the embedded profile. */
const environmentSchema = z.object({
  HEADWATER_HOME: z.string().min(1).default(".headwater"),
  HEADWATER_HOST: z.string().min(1).default("127.0.0.1"),
  HEADWATER_PORT: port.default(PORTAL_PORT),
  HEADWATER_EDGE_PORT: port.default(EDGE_PORT),
  HEADWATER_DEMO: z.enum(["on", "off"]).default("on"),
  HEADWATER_PUBLIC_URL: z.url().optional(),
  HEADWATER_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
  HEADWATER_ADMIN_EMAIL: z.email().optional(),
  HEADWATER_ADMIN_PASSWORD: z.string().min(8, "needs 8 characters or more").optional(),
  HEADWATER_ADMIN_API_KEY: z.string().min(32, "needs 32 characters or more").optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
    .optional(),
  HEADWATER_LOG: z
    .literal("embedded", "only `embedded` is available in this version")
    .default("embedded"),
  HEADWATER_STORE: z
    .string()
    .refine((value) => !value.startsWith("s3:"), "only a folder is available in this version")
    .optional(),
  HEADWATER_ROLES: roles.prefault("edge,loader,batch,query,portal"),
  HEADWATER_GEO_DB: optionalText,
  HEADWATER_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  HEADWATER_EDGE_MAX_BODY_MB: megabytes.default(8 * 1024 * 1024),
  HEADWATER_EDGE_RESERVE_MB: megabytes.default(1024 * 1024 * 1024),
  HEADWATER_LOG_SEGMENT_MB: megabytes.default(64 * 1024 * 1024),
  HEADWATER_LOG_RETENTION_HOURS: z.coerce.number().positive().default(72),
  HEADWATER_COMMIT_MS: count.default(2000),
  HEADWATER_COMMIT_ROWS: count.default(10_000),
  HEADWATER_DEDUPE_DAYS: count.default(2),
  HEADWATER_REMOVED_GRACE_S: count.default(600),
  HEADWATER_ORPHAN_GRACE_S: count.default(3600),
  HEADWATER_QUERY_MEMORY_MB: count.default(1024),
  HEADWATER_QUERY_THREADS: count.default(2),
  HEADWATER_QUERY_WORKERS: count.default(4),
  HEADWATER_QUERY_TIMEOUT_S: count.default(60),
  HEADWATER_RESULT_RETENTION_HOURS: count.default(168),
  HEADWATER_RESULTS_MB: megabytes.default(20 * 1024 * 1024 * 1024),
  HEADWATER_RESULTS_PERSON_MB: megabytes.default(5 * 1024 * 1024 * 1024),
  HEADWATER_SANDBOX: z.enum(["bubblewrap", "unshare", "process"]).default("process"),
  CRASH_AT: optionalText,
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of a process, parsed once and handed down; folders are absolute. */
export type Config = Readonly<ReturnType<typeof fromEnvironment>>;

interface LoadOptions {
  /** What the user wrote for a setting, e.g. the option `--port`; by default its variable. */
  readonly nameOf?: (variable: string) => string;
  /** Looks at the files and folders that the settings name, too; for the process that starts all others. */
  readonly withFiles?: boolean;
}

/** Parses the environment. Throws ConfigError that names every bad key at once. */
export function loadConfig(
  environment: Environment,
  { nameOf = (variable) => variable, withFiles = false }: LoadOptions = {},
): Config {
  const given = withoutEmpty(environment);
  const parsed = environmentSchema.safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map(
    ({ path, message }): SettingProblem => [String(path[0]), message],
  );
  const problems = [...wrong, ...portConflict(given), ...(withFiles ? fileProblems(given) : [])];
  if (parsed.success && problems.length === 0) return Object.freeze(fromEnvironment(parsed.data));
  const lines = problems.map(([variable, message]) => `  ${nameOf(variable)}: ${message}`);
  throw new ConfigError(`These settings can't be used:\n${[...new Set(lines)].join("\n")}`);
}

function portConflict(given: Environment): SettingProblem[] {
  const portal = Number(given["HEADWATER_PORT"] ?? PORTAL_PORT);
  const edge = Number(given["HEADWATER_EDGE_PORT"] ?? EDGE_PORT);
  if (portal !== edge || portal === 0) return [];
  return [["HEADWATER_EDGE_PORT", `${edge} is the port of the portal, too: choose another`]];
}

/** The settings as they may be written into a log: without what signs somebody in. */
export function redactConfig(config: Config): object {
  const { admin, databaseUrl } = config;
  return {
    ...config,
    databaseUrl: databaseUrl === undefined ? undefined : withoutPassword(databaseUrl),
    admin: { email: admin.email, password: hidden(admin.password), apiKey: hidden(admin.apiKey) },
  };
}

const hidden = (value: string | undefined) => (value === undefined ? undefined : "[redacted]");

/** A database's address without its password and options, which may hold one. */
function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return "[redacted]";
  const { protocol, username, host, pathname } = new URL(address);
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
}

/** Settings that can't be used; the message lists each with its reason. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
}

function fromEnvironment(env: z.output<typeof environmentSchema>) {
  const home = resolve(env.HEADWATER_HOME);
  const within = (path: string) => (isAbsolute(path) ? path : join(home, path));
  return {
    home,
    host: env.HEADWATER_HOST,
    port: env.HEADWATER_PORT,
    edgePort: env.HEADWATER_EDGE_PORT,
    demo: env.HEADWATER_DEMO === "on",
    publicUrl: env.HEADWATER_PUBLIC_URL ?? `http://${env.HEADWATER_HOST}:${env.HEADWATER_PORT}`,
    logLevel: env.HEADWATER_LOG_LEVEL,
    admin: {
      email: env.HEADWATER_ADMIN_EMAIL,
      password: env.HEADWATER_ADMIN_PASSWORD,
      apiKey: env.HEADWATER_ADMIN_API_KEY,
    },
    databaseUrl: env.DATABASE_URL,
    roles: env.HEADWATER_ROLES,
    crashAt: env.CRASH_AT,
    paths: {
      log: within("log"),
      lake: env.HEADWATER_STORE === undefined ? within("lake") : resolve(env.HEADWATER_STORE),
      results: within("results"),
      run: within("run"),
      logs: within("logs"),
      secrets: within("secrets"),
      postgres: within("postgres"),
      temporary: within("tmp"),
    },
    edge: {
      maxBodyBytes: env.HEADWATER_EDGE_MAX_BODY_MB,
      reserveBytes: env.HEADWATER_EDGE_RESERVE_MB,
    },
    log: {
      segmentBytes: env.HEADWATER_LOG_SEGMENT_MB,
      retentionHours: env.HEADWATER_LOG_RETENTION_HOURS,
    },
    loader: {
      geoDatabase: env.HEADWATER_GEO_DB,
      proxyHops: env.HEADWATER_PROXY_HOPS,
      commitMs: env.HEADWATER_COMMIT_MS,
      commitRows: env.HEADWATER_COMMIT_ROWS,
      dedupeDays: env.HEADWATER_DEDUPE_DAYS,
    },
    batch: {
      removedGraceMs: env.HEADWATER_REMOVED_GRACE_S * 1000,
      orphanGraceMs: env.HEADWATER_ORPHAN_GRACE_S * 1000,
    },
    query: {
      memoryMb: env.HEADWATER_QUERY_MEMORY_MB,
      threads: env.HEADWATER_QUERY_THREADS,
      workers: env.HEADWATER_QUERY_WORKERS,
      timeoutMs: env.HEADWATER_QUERY_TIMEOUT_S * 1000,
      resultRetentionHours: env.HEADWATER_RESULT_RETENTION_HOURS,
      resultBytes: { total: env.HEADWATER_RESULTS_MB, person: env.HEADWATER_RESULTS_PERSON_MB },
      /** The weakest isolation of SQL workers with which the query role starts. */
      leastSandbox: env.HEADWATER_SANDBOX,
    },
  };
}
