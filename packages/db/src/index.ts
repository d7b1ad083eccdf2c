export { type Database, openDatabase } from "./client.ts";
export { migrate } from "./migrate.ts";
