import { Option } from "commander";
import type { AddCommands } from "../command-line.ts";
import { withParameter } from "../parameters.ts";
import { runSql, SQL_FORMATS, type SqlOptions } from "../run-sql.ts";

export const addCommands: AddCommands = (program, { portal }) => {
  program
    .command("sql")
    .description("run one SQL statement and print its rows")
    .argument("<statement>", 'the statement, e.g. "SELECT count(*) FROM telemetry.main"')
    .addOption(
      new Option("--format <format>", "output format").choices(SQL_FORMATS).default("table"),
    )
    .option(
      "--param <name=value>",
      "value of the parameter $name; repeat the option for each parameter",
      withParameter,
      {},
    )
    .action((statement: string, options: SqlOptions) => runSql(portal, statement, options));
};
