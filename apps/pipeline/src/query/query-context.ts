import type { Database } from "@headwater/db";
import type { QueryEngine } from "@headwater/query";
import type { Clock, Config, Logger } from "@headwater/runtime";
import type { ManifestTable } from "@headwater/schemas";
import type { CatalogueCopy } from "./catalogue.ts";
import type { LiveExecutions } from "./live-executions.ts";
import type { QueryMetrics } from "./metrics.ts";
import type { ResultStorage } from "./result-storage.ts";

/** The parts and settings that the code of the query role uses. */
export interface QueryContext {
  readonly clock: Clock;
  readonly database: Database;
  readonly engine: QueryEngine;
  readonly logger: Logger;
  readonly live: LiveExecutions;
  readonly metrics: QueryMetrics;
  readonly limits: Config["query"];
  readonly storage: ResultStorage;
  readonly lakeRoot: string;
  readonly resultsRoot: string;
  readonly catalogue: CatalogueCopy;
  /** Absolute path of a table's seed. */
  seedOf(table: Pick<ManifestTable, "namespace" | "table" | "columns">): Promise<string>;
}
