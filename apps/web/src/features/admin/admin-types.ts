import type { inferRouterOutputs } from "@trpc/server";
import type { adminRouter } from "./admin.router.ts";

type Outputs = inferRouterOutputs<typeof adminRouter>;

export type SchemaRow = Outputs["schemas"][number];
export type ImportOutcome = Outputs["importSchemas"][number];
export type Person = Outputs["people"][number];
