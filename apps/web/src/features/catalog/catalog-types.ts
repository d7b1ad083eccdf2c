import type { inferRouterOutputs } from "@trpc/server";
import type { catalogRouter } from "./catalog.router.ts";

type Outputs = inferRouterOutputs<typeof catalogRouter>;

export type TableSummary = Outputs["tables"][number];
export type TableDetail = NonNullable<Outputs["table"]>;
