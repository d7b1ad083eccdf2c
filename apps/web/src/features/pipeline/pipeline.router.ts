import { liveTail, recentRate } from "@headwater/db/activity";
import {
  accountingSince,
  arrivalsSince,
  countRejected,
  freshness,
  minuteTable,
} from "@headwater/db/lake";
import { READ_PIPELINE, READ_REJECTED } from "@headwater/domain/pipeline";
import { STAGE_UNITS } from "@headwater/domain/stages";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { stages } from "./pipeline-reads.ts";
import { rejectedList, rejectedPing } from "./rejected-reads.ts";

const count = z.number();
const identity = z.object({
  accepted: count,
  live: count,
  rejected: count,
  duplicate: count,
  dropped: count,
});
const hours = z.object({ hours: z.number().min(1).max(168).default(1) });
const nullable = z.string().nullable();

const detail = z.object({
  label: z.string(),
  value: z.union([z.string(), count, z.null()]),
  unit: z.enum(STAGE_UNITS),
  noun: z.string().optional(),
  absent: z.string().optional(),
  short: z.string().optional(),
  importance: z.enum(["trouble", "main"]).optional(),
});
const stage = z.object({
  stage: z.string(),
  instance: z.string(),
  host: z.string(),
  pid: count,
  state: z.string(),
  metricsPort: count.nullable(),
  details: z.array(detail).readonly(),
  startedAt: z.date(),
  at: z.date(),
});
const tailRow = z.object({
  id: z.string(),
  at: z.date(),
  namespace: nullable,
  docType: nullable,
  docVersion: nullable,
  documentId: nullable,
  debugId: nullable,
  outcome: z.string(),
  reason: nullable,
  sizeBytes: count,
  preview: z.string(),
});
const rejectedRow = z.object({
  at: z.string(),
  namespace: nullable,
  docType: nullable,
  docVersion: nullable,
  documentId: nullable,
  stage: z.string(),
  errorType: z.string(),
  errorMessage: z.string(),
});

/** Arrivals, outcomes, rejected pings and the state of the stages. */
export const pipelineRouter = router({
  rate: procedureWith(READ_PIPELINE)
    .output(z.object({ perSecond: count }))
    .query(({ ctx }) => recentRate(ctx.database)),
  stages: procedureWith(READ_PIPELINE)
    .output(
      z.object({
        now: z.date(),
        stages: z.array(stage),
        sandbox: z.string().nullable(),
        notes: z.array(z.string()),
      }),
    )
    .query(({ ctx }) => stages(ctx)),
  arrivals: procedureWith(READ_PIPELINE)
    .input(hours)
    .output(
      z.object({
        from: z.date(),
        to: z.date(),
        stepMinutes: z.number(),
        rows: z.array(z.object({ at: z.date(), type: z.string(), count })),
      }),
    )
    .query(({ ctx, input }) => arrivalsSince(ctx.database, input.hours)),
  accounting: procedureWith(READ_PIPELINE)
    .input(hours)
    .output(z.object({ total: identity, types: z.array(identity.extend({ type: z.string() })) }))
    .query(({ ctx, input }) => accountingSince(ctx.database, input.hours)),
  minutes: procedureWith(READ_PIPELINE)
    .input(z.object({ type: z.string().max(400).nullable() }))
    .output(z.array(identity.extend({ minute: z.date() })))
    .query(({ ctx, input }) => minuteTable(ctx.database, input.type)),
  freshness: procedureWith(READ_PIPELINE)
    .output(
      z.object({
        p50Ms: count.nullable(),
        p95Ms: count.nullable(),
        lastCommit: z.date().nullable(),
      }),
    )
    .query(({ ctx }) => freshness(ctx.database)),
  tail: procedureWith(READ_REJECTED)
    .input(
      z.object({
        after: z.string().max(20).nullable(),
        debugId: z.string().max(64).default(""),
        type: z.string().max(200).default(""),
      }),
    )
    .output(z.array(tailRow))
    .query(({ ctx, input }) => liveTail(ctx.database, input)),
  rejectedReasons: procedureWith(READ_PIPELINE)
    .input(hours)
    .output(z.object({ rejected: count }))
    .query(({ ctx, input }) => countRejected(ctx.database, input.hours)),
  rejected: procedureWith(READ_REJECTED)
    .output(
      z.object({
        reasons: z.array(z.object({ errorType: z.string(), stage: z.string(), count })),
        rows: z.array(rejectedRow),
      }),
    )
    .query(({ ctx }) => rejectedList(ctx)),
  rejectedPing: procedureWith(READ_REJECTED)
    .input(z.object({ at: z.string().max(40), documentId: z.string().max(64).nullable() }))
    .output(
      z
        .object({
          payload: z.string(),
          encoding: z.enum(["json", "text", "hex"]),
          compressed: z.boolean(),
          sizeBytes: count,
          metadata: z.record(z.string(), z.string()),
          errorMessage: z.string(),
        })
        .nullable(),
    )
    .query(({ ctx, input }) => rejectedPing(ctx, input)),
});
