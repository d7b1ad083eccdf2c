import type { AddCommands } from "../command-line.ts";
import type { Portal } from "../portal.ts";

/** `hw apikey create`: prints the new key, which can't be shown again. */
async function createApiKey(portal: Portal, name: string): Promise<void> {
  const { key } = await portal.post<{ key: string }>("/api/v1/api-keys", { name });
  process.stdout.write(`${key}\n`);
}

export const addCommands: AddCommands = (program, { portal, environment }) => {
  program
    .command("apikey")
    .description("API keys")
    .command("create")
    .description("create an API key for yourself and print it; it can't be shown again")
    .argument("[name]", "what the key is for", "command line")
    .action((name: string) => createApiKey(portal, name));
  program
    .command("signin-link")
    .description(
      "print a one-time sign-in link; needs no API key, but runs on Headwater's machine and as its user",
    )
    .option("--email <address>", "the person who signs in (default: the first admin)")
    .option("--home <dir>", "Headwater's home folder (default: HEADWATER_HOME, or .headwater here)")
    .action(async (options: { email?: string; home?: string }) => {
      // Loaded on demand: no other command needs a database client.
      const { printSignInLink } = await import("../signin-link.ts");
      await printSignInLink(environment, options);
    });
};
