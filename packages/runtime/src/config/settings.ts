import { resolve } from "node:path";
import { z } from "zod";

/** The environment variables of a process without the empty ones. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable of a setting, and the problem. */
export type SettingProblem = readonly [variable: string, message: string];

/** Checks the file or folder that a setting names; returns the problem, or null. */
type FileCheck = (path: string) => string | null;

interface Definition<Shape extends z.ZodRawShape, Part extends object> {
  /** The capability's variables with their rules and defaults. */
  readonly shape: Shape;
  /** The capability's part of the configuration. */
  readonly part: (environment: z.output<z.ZodObject<Shape>>) => Part;
  /** Finds problems between several variables, whose own values can be invalid, too. */
  readonly conflicts?: (given: Environment) => SettingProblem[];
  readonly files?: { readonly [Key in keyof Shape]?: FileCheck };
  /** Keys of the part with secrets, with the values to log instead. */
  readonly redacted?: (part: Part) => Partial<Record<keyof Part, unknown>>;
}

/** The settings of one capability. */
export interface Settings<Part extends object> {
  /** The names of the capability's variables. */
  readonly variables: readonly string[];
  /** Parses the variables; the part is null if a variable is invalid. */
  read(given: Environment): {
    readonly part: Part | null;
    readonly problems: readonly SettingProblem[];
  };
  conflicts(given: Environment): SettingProblem[];
  fileProblems(given: Environment): SettingProblem[];
  redacted(part: Part): object;
}

/**
 * Defines the settings of one capability: its variables, and the part of the configuration that is
 * made of them.
 */
export function defineSettings<Shape extends z.ZodRawShape, Part extends object>(
  definition: Definition<Shape, Part>,
): Settings<Part> {
  const schema = z.object(definition.shape);
  const files = Object.entries<FileCheck | undefined>(definition.files ?? {});
  return {
    variables: Object.keys(definition.shape),
    read(given) {
      const parsed = schema.safeParse(given);
      if (parsed.success) return { part: definition.part(parsed.data), problems: [] };
      const problems = parsed.error.issues.map(
        ({ path, message }): SettingProblem => [String(path[0]), message],
      );
      return { part: null, problems };
    },
    conflicts: (given) => definition.conflicts?.(given) ?? [],
    fileProblems: (given) =>
      files.flatMap(([variable, check]): SettingProblem[] => {
        const value = given[variable];
        // The address of an object store is no path; the rule of the setting refuses it.
        if (check === undefined || value === undefined || value.startsWith("s3:")) return [];
        const problem = check(resolve(value));
        return problem === null ? [] : [[variable, problem]];
      }),
    redacted: (part) => definition.redacted?.(part) ?? {},
  };
}
