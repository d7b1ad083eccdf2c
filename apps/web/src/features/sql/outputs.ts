import { execution } from "@headwater/query/client";
import { z } from "zod";
import type { TreeColumn } from "./schema-filter.ts";

const treeField: z.ZodType<TreeColumn> = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string().exactOptional(),
  partition: z.literal(true).exactOptional(),
  leads: z.literal(true).exactOptional(),
  get fields() {
    return z.array(treeField).readonly().exactOptional();
  },
});

export const treeOutput = z
  .array(
    z.object({
      name: z.string(),
      description: z.string(),
      rows: z.number().nullable(),
      columns: z.array(treeField).readonly(),
    }),
  )
  .readonly();
export const historyOutput = z.array(execution).readonly();
