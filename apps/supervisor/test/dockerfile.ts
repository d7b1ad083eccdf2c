import { DockerfileParser, type JSONInstruction, type PropertyInstruction } from "dockerfile-ast";

/** One instruction of a Dockerfile. */
export interface Step {
  /** The name of the instruction: `RUN`, `COPY` and so on. */
  readonly keyword: string;
  /** Values of flags like `--from`, by the name without dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** The words of the exec form, or the words of the line if the instruction has no exec form. */
  readonly words: readonly string[];
  /** The arguments as the shell gets them. */
  readonly text: string;
  /** The variables that an ENV instruction sets. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The stages of a Dockerfile with their instructions in order; the last stage makes the image. */
export function readStages(dockerfile: string): Step[][] {
  const stages: Step[][] = [];
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction.getKeyword() === "FROM") stages.push([]);
    stages.at(-1)?.push(stepOf(instruction as JSONInstruction & PropertyInstruction));
  }
  return stages;
}

type AnyInstruction = JSONInstruction & Partial<Pick<PropertyInstruction, "getProperties">>;

function stepOf(instruction: AnyInstruction): Step {
  const flags = instruction.getFlags?.() ?? [];
  const text = instruction.getRawArgumentsContent() ?? "";
  const isEnv = instruction.getKeyword() === "ENV";
  const properties = isEnv ? (instruction.getProperties?.() ?? []) : [];
  return {
    keyword: instruction.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ""])),
    words: execForm(text) ?? instruction.getArguments().map((argument) => argument.getValue()),
    text,
    variables: Object.fromEntries(
      properties.map((property) => [property.getName(), property.getUnescapedValue() ?? ""]),
    ),
  };
}

/**
 * The words of an exec form like `["node", "main.ts"]`, also after flags and after the word CMD;
 * null if the text is a shell command.
 */
function execForm(text: string): string[] | null {
  const json = /\[.*\]$/s.exec(text)?.[0];
  return json === undefined ? null : (JSON.parse(json) as string[]);
}

/** The variables of the base environment with those that the ENV instructions of a stage set. */
export function environmentOf(
  stage: readonly Step[],
  base: Readonly<Record<string, string>>,
): Record<string, string> {
  const environment = { ...base };
  for (const { variables } of stage)
    for (const [name, value] of Object.entries(variables))
      environment[name] = value.replaceAll(
        /\$(\w+)/g,
        (_, other: string) => environment[other] ?? "",
      );
  return environment;
}

/** The last instruction with a keyword: earlier instructions with this keyword have no effect. */
export function lastOf(stage: readonly Step[], keyword: string): Step {
  const step = stage.findLast((one) => one.keyword === keyword);
  if (step === undefined) throw new Error(`The stage has no ${keyword}.`);
  return step;
}
