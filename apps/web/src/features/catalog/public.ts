export { columnLines } from "./column-tree.ts";
