export { type EmbeddedPostgres, runningServerUrl, startEmbeddedPostgres } from "./server.ts";
