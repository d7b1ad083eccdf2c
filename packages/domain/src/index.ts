export * from "./errors/index.ts";
export * from "./executions/index.ts";
