export { columnLines, fieldsOf, shortType } from "./column-lines.ts";
