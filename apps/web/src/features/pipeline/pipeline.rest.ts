import type { Database } from "@headwater/db";
import { readAccounting } from "@headwater/db/lake";
import { listInstances } from "@headwater/db/stages";
import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { conditionOf, STAGE_UNITS, silenceMs } from "@headwater/domain/stages";
import { z } from "zod";
import { answerHealth, healthAnswer } from "../../server/health.ts";
import { openRoute, restRoute } from "../../server/rest/route.ts";

const detail = z.object({
  label: z.string(),
  value: z.union([z.string(), z.number()]).nullable(),
  unit: z.enum(STAGE_UNITS),
  noun: z.string().optional(),
  absent: z.string().optional(),
  short: z.string().optional(),
  importance: z.enum(["trouble", "main"]).optional(),
});

const status = z.object({
  stages: z.array(
    z.object({
      stage: z.string(),
      instance: z.string(),
      host: z.string(),
      pid: z.number(),
      state: z.enum(["running", "degraded", "starting", "stopped", "silent"]),
      ageSeconds: z.number(),
      startedAt: z.iso.datetime(),
      details: z.array(detail).readonly(),
    }),
  ),
  accounting: z.object({
    accepted: z.number(),
    live: z.number(),
    rejected: z.number(),
    duplicate: z.number(),
    dropped: z.number(),
  }),
});

/** Reads each process with its last report. */
async function readStages(database: Database): Promise<z.output<typeof status>["stages"]> {
  const now = database.now();
  return (await listInstances(database)).map((one) => ({
    stage: one.stage,
    instance: one.instance,
    host: one.host,
    pid: one.pid,
    state: conditionOf(one, now),
    ageSeconds: Math.round(silenceMs(one, now) / 1000),
    startedAt: one.startedAt.toISOString(),
    details: one.details,
  }));
}

/** Health for load balancers, and the state of the pipeline. */
export const pipelineRest = [
  openRoute({
    method: "get",
    path: "/api/health",
    summary: "200 while the portal can work",
    action: null,
    answer: healthAnswer,
    handleOpen: answerHealth,
  }),
  restRoute({
    method: "get",
    path: "/api/v1/status",
    summary: "Processes and the accounting identity",
    action: READ_PIPELINE,
    answer: status,
    async handle({ database }) {
      return { stages: await readStages(database), accounting: await readAccounting(database) };
    },
  }),
];
