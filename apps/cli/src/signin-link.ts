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
 * `hw signin-link`: a one-time link for an admin who lost the way in. It needs no key: whoever may read the home's
 * database password, or knows DATABASE_URL, has everything that is stored anyway.
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
      throw new CommandError(`The database gives no link: ${cause.message}`, { cause });
    });
    if ("refusal" in made)
      throw new CommandError(`${made.refusal} Name a person with --email ADDRESS.`);
    process.stdout.write(
      `${portalUrl(config)}/sign-in/link?token=${made.token}\nIt signs in ${made.email}, once, within an hour.\n`,
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
      `No Headwater runs on ${home}. Start it (npm start), or name its folder with --home DIR.`,
    );
  return url;
}

function running({ home, paths }: Config): string | null {
  if (!existsSync(home)) return null;
  try {
    // Of a folder that this user may not enter, each file would seem not to be there.
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

/** The address that the running supervisor noted; its ports may have come by option. */
function portalUrl({ paths, publicUrl }: Config): string {
  try {
    const noted = JSON.parse(readFileSync(join(paths.run, "supervisor.json"), "utf8"));
    return typeof noted.url === "string" ? noted.url : publicUrl;
  } catch {
    return publicUrl;
  }
}
