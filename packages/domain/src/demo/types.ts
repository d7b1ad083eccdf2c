import { CRASH_TYPE, SESSION_TYPE } from "./structured-pings.ts";

/** A document type of the demo and the lake table of its rows. */
export interface DemoType {
  readonly namespace: string;
  readonly docType: string;
  readonly version: number;
  /** Path of its schema below `packages/schemas/demo`. */
  readonly schemaPath: string;
  readonly table: { readonly namespace: string; readonly name: string };
}

/** Every document type for which the demo registers a schema. */
export const DEMO_TYPES: readonly DemoType[] = [
  { namespace: "telemetry", docType: "main", version: 4 },
  SESSION_TYPE,
  CRASH_TYPE,
].map((type) => ({
  ...type,
  schemaPath: `${type.namespace}/${type.docType}/${type.docType}.${type.version}.schema.json`,
  table: {
    namespace: type.namespace.replaceAll("-", "_"),
    name: `${type.docType}_v${type.version}`,
  },
}));
