import { batchSettings } from "./batch.ts";
import { databaseSettings } from "./database.ts";
import { edgeSettings } from "./edge.ts";
import { homeSettings } from "./home.ts";
import { loaderSettings } from "./loader.ts";
import { logSettings } from "./log.ts";
import { peopleSettings } from "./people.ts";
import { portalSettings } from "./portal.ts";
import { processSettings } from "./process.ts";
import { querySettings } from "./query.ts";
import type { Environment, SettingProblem, Settings } from "./settings.ts";

export type { Environment } from "./settings.ts";

/** The settings of every capability; errors list problems in this order. */
export const CAPABILITIES = [
  homeSettings,
  portalSettings,
  edgeSettings,
  processSettings,
  peopleSettings,
  databaseSettings,
  logSettings,
  loaderSettings,
  batchSettings,
  querySettings,
] as const;

type PartOf<Capability> = Capability extends Settings<infer Part> ? Part : never;
// TypeScript infers an intersection from a union of parameters, so the parts become one object
// type.
type Joined<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  part: infer All,
) => void
  ? All
  : never;

/** Settings of a process, parsed once and passed on; paths of folders are absolute. */
export type Config = Readonly<Joined<PartOf<(typeof CAPABILITIES)[number]>>>;

interface LoadOptions {
  /** The user's name for a setting, e.g. the option `--port`; by default the variable. */
  readonly nameOf?: (variable: string) => string;
  /**
   * If true, also checks the files and folders that the settings name; for the process that starts
   * all others.
   */
  readonly withFiles?: boolean;
}

/** Parses the environment. Throws a ConfigError that names every bad key at once. */
export function loadConfig(
  environment: Environment,
  { nameOf = (variable) => variable, withFiles = false }: LoadOptions = {},
): Config {
  const given = withoutEmpty(environment);
  const readings = CAPABILITIES.map((capability) => capability.read(given));
  const problems: SettingProblem[] = [
    ...readings.flatMap((reading) => reading.problems),
    ...CAPABILITIES.flatMap((capability) => capability.conflicts(given)),
    ...(withFiles ? CAPABILITIES.flatMap((capability) => capability.fileProblems(given)) : []),
  ];
  if (problems.length === 0)
    return Object.freeze(Object.assign({}, ...readings.map(({ part }) => part)) as Config);
  const lines = problems.map(([variable, message]) => `  ${nameOf(variable)}: ${message}`);
  throw new ConfigError(`These settings can't be used:\n${[...new Set(lines)].join("\n")}`);
}

/** The settings for a log, without the secrets that sign a person in. */
export function redactConfig(config: Config): object {
  return Object.assign({}, config, ...CAPABILITIES.map((one) => one.redacted(config)));
}

/** Settings that can't be used; the message lists each with its reason. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
}
