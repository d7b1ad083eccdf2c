export type * from "../protocol.ts";
export { downloadNames } from "../reader/source.ts";
export { openQueryClient } from "./open-query-client.ts";
