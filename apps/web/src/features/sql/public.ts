export { readTree } from "./catalog-tree.ts";
