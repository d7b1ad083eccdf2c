export {
  type Activity,
  openActivity,
  type RecentArrivalRow,
  type RecentDocumentRow,
} from "./activity.ts";
export { readApiKeyOwner } from "./api-keys.ts";
export { type Database, openDatabase } from "./client.ts";
export {
  beginDemo,
  DEMO_CHANNEL,
  DEMO_TOPIC,
  type DemoProgress,
  type DemoState,
  demoState,
  forgetDemoProgress,
  isDemoRemoved,
  readDemoProgress,
  saveDemoProgress,
} from "./demo.ts";
export { createDemoQueries, type DemoQueriesOutcome } from "./demo-queries.ts";
export {
  type DemoRemoval,
  mixedDemoFiles,
  removeDemo,
  swapDemoFile,
  sweepDemo,
} from "./demo-removal.ts";
export {
  beginExecution,
  type ClaimedExecution,
  claimExecution,
  expireResults,
  recoverExecutions,
  releaseExecutions,
  renewLeases,
} from "./execution-claims.ts";
export {
  createExecution,
  EXECUTION_CHANNEL,
  type ExecutionEnd,
  type ExecutionReach,
  findCached,
  finishExecution,
  getExecution,
  getExecutionReach,
  type HistoryFilter,
  listExecutions,
  type NewExecution,
  queueExecution,
  requestCancel,
  requestCancelOfUser,
} from "./executions.ts";
export { explainDatabaseFailure } from "./explain-failure.ts";
export { firstAdminProblem } from "./first-admin.ts";
export {
  forgetRequest,
  keepAnswer,
  type RequestKey,
  type RequestState,
  removeOldRequests,
  takeRequest,
} from "./idempotent-requests.ts";
export { inTurn } from "./in-turn.ts";
export { type LakeState, readAccounting, readKnownPaths, readLakeState } from "./lake-state.ts";
export { listen } from "./listen.ts";
export { readLogOffsets } from "./log-offsets.ts";
export {
  atOneMoment,
  type LakeMoment,
  type ManifestSnapshot,
  readManifestSnapshot,
} from "./manifest-snapshot.ts";
export { openManifestStore } from "./manifest-store.ts";
export { migrate } from "./migrate.ts";
export { oneAtATime } from "./one-at-a-time.ts";
export {
  isDatabaseAway,
  isDatabaseFull,
  type RetryOptions,
  retryWhileAway,
} from "./retry.ts";
export {
  type ImportOptions,
  type ImportOutcome,
  openSchemaRegistry,
  type RegisteredSchema,
  SCHEMA_CHANNEL,
  type SchemaRegistry,
  type SchemaSummary,
} from "./schema-registry.ts";
export {
  indexSchemas,
  openSchemaSource,
  type RefreshableSchemaSource,
  type SchemaSource,
} from "./schema-source.ts";
export {
  createFirstSignInLink,
  createRecoveryLink,
  createSignInLink,
  createUser,
  DEFAULT_ADMIN_EMAIL,
  takeSignInLink,
} from "./sign-in-links.ts";
export { beginSignInTry, type SignInTry, type TryLimit } from "./sign-in-tries.ts";
export { forgetResults, listStoredResults, type StoredResultRow } from "./stored-results.ts";
