import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@headwater/db";
import { runningServerUrl } from "@headwater/db/embedded";
import { createRecoveryLink } from "@headwater/db/people";
import { type Config, type Environment, loadConfig } from "@headwater/runtime";
import { CommandError } from "./portal.ts";

interface SignInLinkOptions {
  readonly email?: string;
  readonly home?: string;
}

/**
 * `hw signin-link`: prints a one-time link for an admin who can't sign in any more. The command
 * needs no API key: a person who may read the database password of the home, or who knows
 * DATABASE_URL, can read all stored data anyway.
 */
export async function printSignInLink(
  environment: Environment,
  { email, home }: SignInLinkOptions,
): Promise<void> {
  const config = loadConfig(
    home === undefined ? environment : { ...environment, HEADWATER_HOME: home },
  );
  const database = openDatabase(databaseUrl(config), { maxConnections: 1 });
  try {
    const made = await createRecoveryLink(database, email).catch((cause: Error) => {
      throw new CommandError(`The database could not make a link: ${cause.message}`, { cause });
    });
    if ("refusal" in made)
      throw new CommandError(`${made.refusal} Name a person with --email ADDRESS.`);
    process.stdout.write(
      `${portalUrl(config)}/sign-in/link?token=${made.token}\nThe link signs in ${made.email}. It works once and for one hour.\n`,
    );
  } finally {
    await database.close();
  }
}

function databaseUrl(config: Config): string {
  const { databaseUrl, home } = config;
  const url = databaseUrl ?? running(config);
  if (url === null)
    throw new CommandError(
      `No Headwater runs on the home ${home}. Start it with npm start, or name another home with --home DIR.`,
    );
  return url;
}

function running({ home, paths }: Config): string | null {
  if (!existsSync(home)) return null;
  try {
    // If this user may not enter the folder, every file in it would seem to be missing.
    accessSync(home, constants.R_OK | constants.X_OK);
    const passwordFile = join(paths.secrets, "postgres");
    return runningServerUrl({ dataDir: paths.postgres, passwordFile });
  } catch (cause) {
    throw new CommandError(
      `${(cause as Error).message}. Run this as the user that runs Headwater.`,
      { cause },
    );
  }
}

/** The portal's address as the supervisor recorded it: its ports may be set by options. */
function portalUrl({ paths, publicUrl }: Config): string {
  try {
    const recorded = JSON.parse(readFileSync(join(paths.run, "supervisor.json"), "utf8"));
    return typeof recorded.url === "string" ? recorded.url : publicUrl;
  } catch {
    return publicUrl;
  }
}
