import { DockerfileParser, type JSONInstruction, type PropertyInstruction } from "dockerfile-ast";

/** One instruction of a Dockerfile. */
export interface Step {
  /** `RUN`, `COPY` and so on. */
  readonly keyword: string;
  /** `--from` and the like, without the dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** The words of an exec form, else of the rest of the line. */
  readonly words: readonly string[];
  /** The rest of the line as the shell gets it. */
  readonly text: string;
  /** What ENV sets. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The stages of a Dockerfile, each with its instructions in order; the last one is the image. */
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

/** The words of `["node", "main.ts"]`, behind flags and CMD too; null for a line of the shell. */
function execForm(text: string): string[] | null {
  const json = /\[.*\]$/s.exec(text)?.[0];
  return json === undefined ? null : (JSON.parse(json) as string[]);
}

/** Variables as a stage's ENV leaves them, over those that its base has. */
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

/** The last instruction of a kind, which is the one that counts. */
export function lastOf(stage: readonly Step[], keyword: string): Step {
  const step = stage.findLast((one) => one.keyword === keyword);
  if (step === undefined) throw new Error(`The stage has no ${keyword}.`);
  return step;
}
