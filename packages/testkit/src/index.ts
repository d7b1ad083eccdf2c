export { findCorpus } from "./corpus.ts";
export { type EventLogLab, eventLogContract } from "./event-log-contract.ts";
export { type HiddenStatement, harmlessStatements, hiddenStatements } from "./hidden-statements.ts";
export { BOMBS, HOSTILE } from "./hostile-statements.ts";
