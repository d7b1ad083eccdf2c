export { findPostgresBinaries } from "./binaries.ts";
export { type EmbeddedPostgres, runningServerUrl, startEmbeddedPostgres } from "./server.ts";
