export { mappingInput } from "./inputs.ts";
