import type { Environment } from "@headwater/runtime";
import type { Command } from "commander";
import type { Portal } from "./portal.ts";

/** The portal and the environment that a command may use. */
interface CommandLine {
  readonly portal: Portal;
  readonly environment: Environment;
}

/**
 * Adds the commands of one capability. Each file of `commands/` exports such a function with the
 * name `addCommands`.
 */
export type AddCommands = (program: Command, line: CommandLine) => void;
