import type { Environment } from "@headwater/runtime";
import type { Command } from "commander";
import type { Portal } from "./portal.ts";

/** What a command may use. */
interface CommandLine {
  readonly portal: Portal;
  readonly environment: Environment;
}

/** Adds the commands of one capability; each file of `commands/` exports one under the name `addCommands`. */
export type AddCommands = (program: Command, line: CommandLine) => void;
