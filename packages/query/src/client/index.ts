export type * from "../protocol.ts";
export { openQueryClient } from "./open-query-client.ts";
