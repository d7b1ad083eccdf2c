import type { ResultColumn, ResultRow } from "@headwater/domain";
import { z } from "zod";

/** The job of a single-use worker: one statement over views of exactly the granted files. */
export interface WorkerJob {
  readonly kind: "execute";
  /** Text of our own before the statement: empty, or EXPLAIN. */
  readonly prefix: string;
  /** The text that the gate judged. */
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Statements of our own that make schemas and views. */
  readonly setup: readonly string[];
  /** Files that the views read. */
  readonly paths: readonly string[];
  /** Folder of the worker for the parts of the result. */
  readonly resultFolder: string;
  readonly rowLimit: number | null;
  readonly byteLimit: number;
}

const column = z.object({
  name: z.string(),
  type: z.string(),
  kind: z.enum(["number", "text", "time", "boolean", "nested", "binary"]),
});

/**
 * The messages of a worker. They are checked like any input, because the worker has run hostile
 * SQL.
 */
export const workerMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("started") }),
  z.object({
    kind: z.literal("first"),
    columns: z.array(column).max(100_000),
    rows: z.array(z.array(z.unknown())).max(10_000),
  }),
  z.object({ kind: z.literal("progress"), fraction: z.number().min(0).max(1) }),
  z.object({
    kind: z.literal("part"),
    name: z.string().regex(/^part-\d{5}\.parquet$/),
    rows: z.number().int().min(0),
  }),
  z.object({ kind: z.literal("done"), rows: z.number().int().min(0), runtimeMs: z.number() }),
  z.object({ kind: z.literal("failed"), text: z.string() }),
]);

export type WorkerMessage =
  | Exclude<z.output<typeof workerMessage>, { kind: "first" }>
  | {
      readonly kind: "first";
      readonly columns: readonly ResultColumn[];
      readonly rows: readonly ResultRow[];
    };
