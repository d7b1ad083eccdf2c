import { join } from "node:path";
import { type LakeFile, REJECTED_TABLE } from "@headwater/schemas";
import { countRows } from "./files/compact.ts";
import { fingerprint } from "./files/durable.ts";
import type { LakeEngine } from "./files/engine.ts";
import { findOrphans } from "./files/orphans.ts";

/** A difference between the lake and its manifest or accounting. */
export interface LakeFinding {
  readonly kind: "missing" | "size" | "checksum" | "rows" | "orphan" | "accounting";
  /** Path of the file, or name of the sum that is wrong. */
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
  /** Every path with a manifest row, including removed files. */
  readonly knownPaths: () => Promise<ReadonlySet<string>>;
  readonly nowMs: number;
  /** How long an unreferenced file may exist; a running attempt also has unreferenced files. */
  readonly graceMs?: number;
}

const HOUR_MS = 3_600_000;

/**
 * Checks the whole lake: size, checksum and rows of every file of the manifest, files that no
 * manifest names, and the sums of the accounting. An empty list means that the lake is correct.
 */
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
  if (found === null)
    return finding("missing", "The manifest names this file, but the file is missing.");
  if (found.sizeBytes !== file.sizeBytes)
    return finding(
      "size",
      `The file has ${found.sizeBytes} bytes; the manifest says ${file.sizeBytes}.`,
    );
  if (found.sha256 !== file.sha256)
    return finding("checksum", "The file has changed since it landed (its SHA-256 differs).");
  const rows = await countRows(engine, path);
  return rows === file.rows
    ? null
    : finding("rows", `The file has ${rows} rows; the manifest says ${file.rows}.`);
}

/**
 * Compares the rows of the files with the accounting, and the sums of the accounting with each
 * other.
 */
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
      message: `The accounting says ${counted}, but the count is ${found}.`,
    }));
}
