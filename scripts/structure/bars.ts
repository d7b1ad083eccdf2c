import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportNotes, functionSizes, literalSpreads } from "./functions.ts";
import { listFiles, percentile, ROOT, type SourceFile } from "./sources.ts";
import { foreignTables, readOwners } from "./tables.ts";

/** One measured bar: the found value, the required value, and the places that miss it. */
export interface Bar {
  readonly id: string;
  readonly title: string;
  readonly found: string;
  readonly bar: string;
  readonly met: boolean;
  readonly misses: readonly string[];
}

/** A function with more statements is hard to understand at once. */
const MOST_STATEMENTS = 30;

// The pattern is made of parts, so that the check does not find this file.
const TYPE_ESCAPE = new RegExp(
  ["\\bas an" + "y\\b", ": an" + "y\\b", "<an" + "y>", "@ts-(ignore|nocheck|expect-error)"].join(
    "|",
  ),
);
const SERVER_TIME =
  /[<>]=?\s*(now\(\)|CURRENT_TIMESTAMP)|(?<!updated)_at = now\(\)|(?<!Date\.)\bnow\(\) ([-+]|AT TIME)|FROM now\(\)/;
const SUPPRESSION = new RegExp(`biome-${"ignore"}`);
const SUPPRESSION_WITHOUT_REASON = new RegExp(`biome-${"ignore"} [^:]*:\\s*$`);

const bar = (
  id: string,
  title: string,
  measured: {
    found: string;
    bar: string;
    misses?: readonly string[];
    met?: boolean;
  },
): Bar => ({
  id,
  title,
  found: measured.found,
  bar: measured.bar,
  misses: measured.misses ?? [],
  met: measured.met ?? (measured.misses ?? []).length === 0,
});

const grep = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    file.text
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file.path}:${index + 1} ${line.trim().slice(0, 90)}`] : [],
      ),
  );

/** S3: file sizes. */
export function fileSizes(sources: readonly SourceFile[]): Bar {
  const lines = sources.map((file) => file.lines);
  const [median, p95, max] = [percentile(lines, 0.5), percentile(lines, 0.95), Math.max(...lines)];
  const misses = sources
    .filter((file) => file.lines > 400)
    .map((file) => `${file.path} ${file.lines}`);
  const met = median <= 90 && p95 <= 300 && misses.length === 0;
  return bar("S3", "file lines (median, p95, max)", {
    found: `${median}, ${p95}, ${max}`,
    bar: "<= 90, 300, 400",
    misses,
    met,
  });
}

/** S4: function sizes. */
export function functionBars(sources: readonly SourceFile[]): Bar {
  const sizes = sources.flatMap(functionSizes);
  const statements = sizes.map((size) => size.statements);
  const misses = sizes
    .filter((size) => size.statements > MOST_STATEMENTS)
    .map((size) => `${size.where} ${size.statements}`);
  const [median, p95] = [percentile(statements, 0.5), percentile(statements, 0.95)];
  return bar("S4", "statements of a function (median, p95, max)", {
    found: `${median}, ${p95}, ${Math.max(...statements)}`,
    bar: `<= 3, 10, ${MOST_STATEMENTS}`,
    misses,
    met: median <= 3 && p95 <= 10 && misses.length === 0,
  });
}

/** S5: escapes from the type system. */
export function typeEscapes(sources: readonly SourceFile[]): Bar {
  const escapes = grep(sources, TYPE_ESCAPE).filter((line) => !/^\S+ (\/\/|\*|\/\*)/.test(line));
  const spreads = sources.flatMap(literalSpreads);
  return bar("S5", "escapes from the type system; spreads of a literal", {
    found: `${escapes.length}; ${spreads.length}`,
    bar: "0; 0",
    misses: [...escapes, ...spreads],
  });
}

/** S6: lint suppressions, each with a reason. */
export function suppressions(sources: readonly SourceFile[]): Bar {
  const found = grep(sources, SUPPRESSION);
  const without = grep(sources, SUPPRESSION_WITHOUT_REASON);
  const perThousand = (found.length * 1000) / sources.reduce((sum, file) => sum + file.lines, 0);
  return bar("S6", "lint suppressions per 1,000 lines", {
    found: perThousand.toFixed(2),
    bar: "<= 0.1",
    misses: perThousand > 0.1 ? found : without,
  });
}

/** S8: one place reads the environment per process. */
export function environmentReads(sources: readonly SourceFile[]): Bar {
  const allowed =
    /(^|\/)main\.ts$|^scripts\/|^packages\/runtime\/|^apps\/web\/src\/(server\/runtime|instrumentation|proxy)\.ts$|\.config\.ts$/;
  const misses = grep(
    sources.filter((file) => !allowed.test(file.path)),
    /process\.env/,
  );
  const config = sources.filter((file) => file.path.startsWith("packages/runtime/src/config/"));
  const long = config.filter((file) => file.lines > 200);
  return bar("S8", "process.env outside main.ts and runtime; longest file of config", {
    found: `${misses.length}; ${Math.max(...config.map((file) => file.lines))}`,
    bar: "0; <= 200",
    misses: [...misses, ...long.map((file) => `${file.path} ${file.lines}`)],
  });
}

/** S9: exports of packages are documented. */
export function documentedExports(sources: readonly SourceFile[]): Bar {
  const notes = sources.filter((file) => file.path.startsWith("packages/")).flatMap(exportNotes);
  const documented = notes.filter((note) => note.documented).length / Math.max(1, notes.length);
  return bar("S9", "documented package exports", {
    found: `${(documented * 100).toFixed(0)} %`,
    bar: ">= 75 %",
    met: documented >= 0.75,
    misses:
      documented < 0.75
        ? notes
            .filter((note) => !note.documented)
            .map((note) => note.where)
            .slice(0, 20)
        : [],
  });
}

/** S10: tests run real components. */
export function mocks(testSources: readonly SourceFile[]): Bar {
  const misses = grep(testSources, /\b(vi|jest)\.mock\(/);
  return bar("S10", "module mocks", { found: String(misses.length), bar: "0", misses });
}

/** S12: routes are short. A test checks the procedures in the assembled router. */
export function routes(sources: readonly SourceFile[]): Bar {
  const misses = sources
    .filter((file) => file.path.startsWith("apps/web/src/app/") && file.lines > 40)
    .map((file) => `${file.path} ${file.lines}`);
  return bar("S12", "routes over 40 lines", { found: String(misses.length), bar: "0", misses });
}

/** S19: only the store of a table's owner uses the table. */
export function tableOwners(sources: readonly SourceFile[]): Bar {
  const owners = readOwners();
  const misses = foreignTables(sources, owners);
  return bar("S19", "tables; places that use another capability's", {
    found: `${owners.length}; ${misses.length}`,
    bar: "-; 0",
    misses,
  });
}

/**
 * S20: statements take the time from the process, never from the server; only the date of a change
 * is the server's.
 */
export function serverTime(sources: readonly SourceFile[]): Bar {
  const misses = grep(
    sources.filter((file) => file.path.startsWith("packages/db/src/")),
    SERVER_TIME,
  );
  return bar("S20", "statements that decide by the server's clock", {
    found: String(misses.length),
    bar: "0",
    misses,
  });
}

/** S13: names without a meaning. */
export function meaninglessNames(): Bar {
  const banned = /(^|\/)(utils?|helpers?|common|misc|lib|managers?|info)(\.[a-z]+)*(\/|$)/;
  const misses = listFiles().filter((path) => banned.test(path));
  return bar("S13", "files or folders with empty names", {
    found: String(misses.length),
    bar: "0",
    misses,
  });
}

/** S17: the documents are short and name every top folder. */
export function documents(): Bar {
  const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
  const architecture = read("ARCHITECTURE.md");
  const folders = new Set(
    listFiles()
      .map((path) =>
        path
          .split("/")
          .slice(0, /^(apps|packages)\//.test(path) ? 2 : 1)
          .join("/"),
      )
      .filter((path) => !path.includes(".") && path !== "LICENSE"),
  );
  const unnamed = [...folders]
    .filter((folder) => !architecture.includes(folder))
    .map((folder) => `ARCHITECTURE.md does not name ${folder}`);
  const lines = read("README.md").split("\n").length;
  return bar("S17", "README lines; folders missing in ARCHITECTURE.md", {
    found: `${lines}; ${unnamed.length}`,
    bar: "<= 120; 0",
    misses: unnamed,
    met: lines <= 120 && unnamed.length === 0,
  });
}

/** S18: commit subjects and bodies. */
export function commits(): Bar {
  const log = execFileSync("git", ["log", "-300", "--format=%s%x00%b%x01"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const entries = log
    .split("\u0001")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => entry.split("\0"));
  if (entries.length < 5)
    return bar("S18", "conventional subjects, bodies", { found: "shallow clone", bar: "-" });
  const conventional =
    entries.filter(([subject]) =>
      /^(feat|fix|docs|test|refactor|perf|build|ci|chore|style)(\([\w-]+\))?!?: /.test(
        subject ?? "",
      ),
    ).length / entries.length;
  const bodies = entries.filter(([, body]) => (body ?? "").trim() !== "").length / entries.length;
  const median = percentile(
    entries.map(([subject]) => (subject ?? "").length),
    0.5,
  );
  return bar("S18", "conventional subjects; median length; with body", {
    found: `${(conventional * 100).toFixed(0)} %; ${median}; ${(bodies * 100).toFixed(0)} %`,
    bar: ">= 95 %; <= 60; >= 80 %",
    met: conventional >= 0.95 && median <= 60 && bodies >= 0.8,
  });
}
