export { type ColumnLine, columnLines } from "./column-tree.ts";
