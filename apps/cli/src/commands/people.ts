import type { AddCommands } from "../command-line.ts";
import type { Portal } from "../portal.ts";

/** `hw apikey create`: the key is shown once. */
async function createApiKey(portal: Portal, name: string): Promise<void> {
  const { key } = await portal.post<{ key: string }>("/api/v1/api-keys", { name });
  process.stdout.write(`${key}\n`);
}

export const addCommands: AddCommands = (program, { portal, environment }) => {
  program
    .command("apikey")
    .description("API keys")
    .command("create")
    .description("create a key for yourself; it is printed once")
    .argument("[name]", "what the key is for", "command line")
    .action((name: string) => createApiKey(portal, name));
  program
    .command("signin-link")
    .description(
      "print a one-time sign-in link; runs on Headwater's own machine, as its user, without a key",
    )
    .option("--email <address>", "the person it is for (default: the first admin)")
    .option("--home <dir>", "Headwater's folder (default: HEADWATER_HOME, or .headwater here)")
    .action(async (options: { email?: string; home?: string }) => {
      // Loaded on demand: no other command needs a database client.
      const { printSignInLink } = await import("../signin-link.ts");
      await printSignInLink(environment, options);
    });
};
