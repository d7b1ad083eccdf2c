export { askDatabase, type Database, openDatabase } from "./client.ts";
export { explainDatabaseFailure } from "./explain-failure.ts";
export { inTurn } from "./in-turn.ts";
export { listen } from "./listen.ts";
export { migrate } from "./migrate.ts";
export { oneAtATime } from "./one-at-a-time.ts";
export { isDatabaseAway, isDatabaseFull, type RetryOptions, retryWhileAway } from "./retry.ts";
