import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { READ_CATALOG } from "@headwater/domain/catalog";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { listTables, sampleRows, tableDetail } from "./catalog-reads.ts";

const count = z.number();
const summary = z.object({
  namespace: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  rows: count,
  sizeBytes: count,
  files: count,
  newest: z.date().nullable(),
  days: z.array(count),
  /**
   * True for a table that is computed when it is read: such a table has no files and no row count.
   */
  isComputed: z.boolean(),
});
const tableName = z.object({ namespace: z.string().max(200), name: z.string().max(200) });
const resultColumn = z.object({
  name: z.string(),
  type: z.string(),
  kind: z.enum(["number", "text", "time", "boolean", "nested", "binary"]),
});

/** The tables of the lake with their columns, sizes and newest data. */
export const catalogRouter = router({
  tables: procedureWith(READ_CATALOG)
    .output(z.array(summary))
    .query(({ ctx }) => listTables(ctx.database, ctx.viewer)),
  table: procedureWith(READ_CATALOG)
    .input(tableName)
    .output(
      summary
        .extend({
          docType: z.string().nullable(),
          version: count.nullable(),
          alias: z.string().nullable(),
          columns: z.array(
            z.object({
              path: z.string(),
              name: z.string(),
              depth: count,
              type: z.string(),
              description: z.string().nullable(),
              hasChildren: z.boolean(),
            }),
          ),
          partitions: z.array(
            z.object({ day: z.string(), rows: count, sizeBytes: count, files: count }),
          ),
        })
        .nullable(),
    )
    .query(({ ctx, input }) => tableDetail(ctx.database, ctx.viewer, input)),
  sample: procedureWith(RUN_SAVED_QUERIES)
    .input(tableName)
    .output(z.object({ columns: z.array(resultColumn), rows: z.array(z.array(z.unknown())) }))
    .query(({ ctx, input }) => sampleRows(ctx, input)),
});
