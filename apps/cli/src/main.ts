import { ConfigError } from "@headwater/runtime";
import { Command, Option } from "commander";
import { endWithReader, isClosedOutput } from "./closed-output.ts";
import { importSchemas, listSchemas } from "./commands/schemas.ts";
import { runSql, SQL_FORMATS } from "./commands/sql.ts";
import { createApiKey, STATUS_FORMATS, showStatus, verify } from "./commands/status.ts";
import { withParameter } from "./parameters.ts";
import { addressFrom, CommandError, openPortal } from "./portal.ts";
import { withStatementLast } from "./statement-argument.ts";

const portal = openPortal(addressFrom(process.env));

endWithReader(process.stdout);
// What can't be told any more needs no telling.
process.stderr.on("error", () => undefined);

const program = new Command("hw")
  .description(
    "Command line of Headwater. It talks to the portal at HEADWATER_URL (default http://127.0.0.1:3000) with the key in HEADWATER_API_KEY.",
  )
  .showHelpAfterError();

program
  .command("sql")
  .description("run one SQL statement and print its rows")
  .argument("<statement>", 'the statement, e.g. "SELECT count(*) FROM telemetry.main"')
  .addOption(
    new Option("--format <format>", "how to print the rows").choices(SQL_FORMATS).default("table"),
  )
  .option(
    "--param <name=value>",
    "value of a $name parameter; may be repeated, with a name each",
    withParameter,
    {},
  )
  .action((statement: string, options: Parameters<typeof runSql>[2]) =>
    runSql(portal, statement, options),
  );

const schemas = program.command("schemas").description("document schemas");
schemas
  .command("import")
  .description("register every *.schema.json below a folder")
  .argument("<dir>", "folder laid out as <namespace>/<type>/<type>.<version>.schema.json")
  .action((directory: string) => importSchemas(portal, directory, false));
schemas
  .command("list")
  .description("list registered schemas")
  .action(() => listSchemas(portal));
schemas
  .command("check")
  .description("say what an import would do, without doing it")
  .argument("[dir]", "the folder to check", ".")
  .action((directory: string) => importSchemas(portal, directory, true));

program
  .command("status")
  .description("state of every stage and the accounting identity")
  .addOption(
    new Option("--format <format>", "how to print it").choices(STATUS_FORMATS).default("table"),
  )
  .action(({ format }: { format: (typeof STATUS_FORMATS)[number] }) => showStatus(portal, format));
program
  .command("verify")
  .description("check manifests, file checksums and accounting")
  .action(() => verify(portal));
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
    const { printSignInLink } = await import("./commands/signin-link.ts");
    await printSignInLink(process.env, options);
  });

program
  .parseAsync(withStatementLast(process.argv.slice(2)), { from: "user" })
  .catch((error: unknown) => {
    if (isClosedOutput(error)) process.exit(0);
    process.stderr.write(
      `${error instanceof CommandError || error instanceof ConfigError ? error.message : String((error as Error).stack ?? error)}\n`,
    );
    process.exitCode = 1;
  });
