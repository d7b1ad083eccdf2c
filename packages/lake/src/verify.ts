import { join } from "node:path";
import { type LakeFile, REJECTED_TABLE } from "@headwater/schemas";
import { countRows } from "./files/compact.ts";
import { fingerprint } from "./files/durable.ts";
import type { LakeEngine } from "./files/engine.ts";
import { findOrphans } from "./files/orphans.ts";

/** Something in the lake that is not as the manifest and the accounting say. */
export interface LakeFinding {
  readonly kind: "missing" | "size" | "checksum" | "rows" | "orphan" | "accounting";
  /** Path of the file, or the sum that does not add up. */
  readonly subject: string;
  readonly message: string;
}

/** Sums of the accounting over all minutes. */
export interface AccountingTotals {
  readonly accepted: number;
  readonly live: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly dropped: number;
}

interface VerifyOptions {
  readonly root: string;
  readonly engine: LakeEngine;
  /** Live files and accounting of one snapshot. */
  readonly files: readonly LakeFile[];
  readonly accounting: AccountingTotals;
  /** Every path with a manifest row, removed ones included. */
  readonly knownPaths: () => Promise<ReadonlySet<string>>;
  readonly nowMs: number;
  /** How long an unreferenced file may lie there; attempts in progress look like that. */
  readonly graceMs?: number;
}

const HOUR_MS = 3_600_000;

/** Checks the whole lake: every file of the manifest by size, checksum and rows, files nobody names, and the sums. An empty list means all is well. */
export async function verifyLake(options: VerifyOptions): Promise<LakeFinding[]> {
  const { root, engine, files, accounting, knownPaths, nowMs, graceMs = HOUR_MS } = options;
  const findings: LakeFinding[] = [];
  for (const file of files) {
    const finding = await verifyFile(root, engine, file);
    if (finding !== null) findings.push(finding);
  }
  const orphans = await findOrphans(root, knownPaths, { nowMs, graceMs });
  return [
    ...findings,
    ...orphans.map((path) => ({
      kind: "orphan" as const,
      subject: path,
      message: "No manifest names this file.",
    })),
    ...checkSums(files, accounting),
  ];
}

async function verifyFile(
  root: string,
  engine: LakeEngine,
  file: LakeFile,
): Promise<LakeFinding | null> {
  const path = join(root, file.path);
  const found = await fingerprint(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  const finding = (kind: LakeFinding["kind"], message: string) => ({
    kind,
    subject: file.path,
    message,
  });
  if (found === null) return finding("missing", "The manifest names it, but it is not there.");
  if (found.sizeBytes !== file.sizeBytes)
    return finding("size", `${found.sizeBytes} bytes where the manifest says ${file.sizeBytes}.`);
  if (found.sha256 !== file.sha256)
    return finding("checksum", "Its bytes are not those that landed (SHA-256 differs).");
  const rows = await countRows(engine, path);
  return rows === file.rows
    ? null
    : finding("rows", `${rows} rows where the manifest says ${file.rows}.`);
}

/** Holds the rows of the files against the accounting, and the accounting against itself. */
export function checkSums(files: readonly LakeFile[], totals: AccountingTotals): LakeFinding[] {
  const isRejected = ({ namespace, table }: LakeFile) =>
    namespace === REJECTED_TABLE.namespace && table === REJECTED_TABLE.name;
  const rowsOf = (some: readonly LakeFile[]) => some.reduce((sum, { rows }) => sum + rows, 0);
  const ended = totals.live + totals.rejected + totals.duplicate + totals.dropped;
  const sums: [string, number, number][] = [
    ["accepted", totals.accepted, ended],
    ["live", totals.live, rowsOf(files.filter((file) => !isRejected(file)))],
    ["rejected", totals.rejected, rowsOf(files.filter(isRejected))],
  ];
  return sums
    .filter(([, counted, found]) => counted !== found)
    .map(([subject, counted, found]) => ({
      kind: "accounting" as const,
      subject,
      message: `${counted} by the accounting, ${found} found.`,
    }));
}
