import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { AddCommands } from "../command-line.ts";
import { CommandError, type Portal } from "../portal.ts";
import { renderTable } from "../table.ts";

interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

interface Note {
  readonly path: string;
  readonly reason: string;
}

interface ImportResult {
  readonly results: readonly {
    readonly schema: string;
    readonly outcome: "registered" | "additive" | "unchanged" | "refused";
    readonly reasons?: readonly Note[];
    readonly warnings?: readonly Note[];
  }[];
}

interface SchemaList {
  readonly schemas: readonly {
    readonly namespace: string;
    readonly docType: string;
    readonly version: number;
    readonly revision: number;
    readonly origin: string;
  }[];
}

/** Schemas are sent in requests of about this size. */
const BATCH_BYTES = 2 * 1024 * 1024;
const SCHEMA_FILE = /\.schema\.json$/;

/**
 * `hw schemas import DIR` and, with `dryRun`, `hw schemas check DIR`: sends every schema below DIR.
 * Refused schemas are printed and make the exit code 1; the other schemas are registered all the
 * same.
 */
async function importSchemas(portal: Portal, directory: string, dryRun: boolean): Promise<void> {
  const files = findSchemas(directory);
  if (files.length === 0)
    throw new CommandError(
      `The folder ${directory} contains no *.schema.json file. Name the folder that has them below it.`,
    );
  const results: ImportResult["results"][number][] = [];
  for (const batch of batches(files)) {
    results.push(
      ...(await portal.post<ImportResult>("/api/v1/schemas/import", { files: batch, dryRun }))
        .results,
    );
  }
  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  for (const { schema, reasons = [], warnings = [] } of results) {
    printNotes(`refused ${schema}`, reasons);
    printNotes(`warning ${schema}`, warnings);
  }
  process.stdout.write(
    `${count("registered")} registered, ${count("additive")} extended, ${count("unchanged")} unchanged, ${count("refused")} refused\n`,
  );
  if (count("refused") > 0) process.exitCode = 1;
}

function printNotes(title: string, notes: readonly Note[]): void {
  for (const { path, reason } of notes)
    process.stderr.write(`${title}: ${path === "" ? "" : `${path}: `}${reason}\n`);
}

/** `hw schemas list`: prints the newest revision of each registered schema. */
async function listSchemas(portal: Portal): Promise<void> {
  const { schemas } = await portal.get<SchemaList>("/api/v1/schemas");
  const rows = schemas.map((one) => [
    one.namespace,
    one.docType,
    one.version,
    one.revision,
    one.origin,
  ]);
  process.stdout.write(
    `${renderTable(["namespace", "document type", "version", "revision", "origin"], rows)}\n`,
  );
}

function findSchemas(directory: string): SchemaFile[] {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`${directory} is not a folder. Name an existing folder.`);
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => SCHEMA_FILE.test(path))
    .sort()
    .map((path) => ({
      path: relative(directory, join(directory, path)),
      text: readFileSync(join(directory, path), "utf8"),
    }));
}

function batches(files: readonly SchemaFile[]): SchemaFile[][] {
  const all: SchemaFile[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const file of files) {
    if (bytes + file.text.length > BATCH_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(file);
    bytes += file.text.length;
  }
  return all;
}

export const addCommands: AddCommands = (program, { portal }) => {
  const schemas = program.command("schemas").description("import, list and check document schemas");
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
    .description("show what an import would do, without registering a schema")
    .argument("[dir]", "the folder to check", ".")
    .action((directory: string) => importSchemas(portal, directory, true));
};
