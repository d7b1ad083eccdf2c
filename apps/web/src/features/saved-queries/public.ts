export { mappingInput, queryInput } from "./inputs.ts";
export { readableLatest } from "./latest.ts";
