export { findCorpus } from "./corpus.ts";
export { createTestDatabase, type TestDatabase } from "./databases/client.ts";
export { type OwnServer, startOwnServer } from "./databases/own-server.ts";
export { type EventLogLab, eventLogContract } from "./event-log-contract.ts";
export { type HiddenStatement, harmlessStatements, hiddenStatements } from "./hidden-statements.ts";
export { BOMBS, HOSTILE } from "./hostile-statements.ts";
