import { activityDemo } from "../activity/demo.ts";
import { lakeDemo } from "../lake/demo.ts";
import { savedQueriesDemo } from "../saved-queries/demo.ts";
import { schemasDemo } from "../schemas/demo.ts";
import type { DemoPart } from "./part.ts";

/** The parts of the demo, in the order in which they are removed. */
export const DEMO_PARTS: readonly DemoPart[] = [
  savedQueriesDemo,
  lakeDemo,
  schemasDemo,
  activityDemo,
];
