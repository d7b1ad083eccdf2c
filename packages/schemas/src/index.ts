export * from "./accounting.ts";
export * from "./envelope.ts";
export * from "./exact-number.ts";
export * from "./lone-surrogates.ts";
export * from "./manifest.ts";
export * from "./rejected.ts";
export * from "./table.ts";
export * from "./topics.ts";
