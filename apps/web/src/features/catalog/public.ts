export { columnLines, fieldsOf, shortType } from "./column-tree.ts";
