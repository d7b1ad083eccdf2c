export * from "./accounting.ts";
export * from "./envelope.ts";
export * from "./manifest.ts";
export * from "./rejected.ts";
export * from "./table.ts";
