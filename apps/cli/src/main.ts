import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "@headwater/runtime";
import { Command } from "commander";
import { endWithReader, isClosedOutput } from "./closed-output.ts";
import type { AddCommands } from "./command-line.ts";
import { addressFrom, CommandError, openPortal } from "./portal.ts";
import { withStatementLast } from "./statement-argument.ts";

const COMMANDS = join(import.meta.dirname, "commands");

endWithReader(process.stdout);
// Once the reader has closed the error output, nobody can read a message about that.
process.stderr.on("error", () => undefined);

const program = new Command("hw")
  .description(
    "Command line of Headwater. It talks to the portal at HEADWATER_URL (default http://127.0.0.1:3000) with the key in HEADWATER_API_KEY.",
  )
  .showHelpAfterError();
const line = { portal: openPortal(addressFrom(process.env)), environment: process.env };

// Every file of the folder adds its commands, so that a new capability needs no entry in a list.
for (const file of readdirSync(COMMANDS).toSorted()) {
  const { addCommands } = (await import(join(COMMANDS, file))) as { addCommands: AddCommands };
  addCommands(program, line);
}

program
  .parseAsync(withStatementLast(process.argv.slice(2)), { from: "user" })
  .catch((error: unknown) => {
    if (isClosedOutput(error)) process.exit(0);
    process.stderr.write(
      `${error instanceof CommandError || error instanceof ConfigError ? error.message : String((error as Error).stack ?? error)}\n`,
    );
    process.exitCode = 1;
  });
