import type { inferRouterOutputs } from "@trpc/server";
import type { pipelineRouter } from "./pipeline.router.ts";

type Outputs = inferRouterOutputs<typeof pipelineRouter>;

export type Accounting = Outputs["accounting"];
export type TailRow = Outputs["tail"][number];
export type RejectedRow = Outputs["rejected"]["rows"][number];
export type RejectedPingBody = Outputs["rejectedPing"];
