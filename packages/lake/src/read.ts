// The part of the lake that reads and checks; the portal may use nothing else of this package.
export { type LakeEngine, openLakeEngine } from "./files/engine.ts";
export { ensureSeed, seedFile } from "./files/seed.ts";
export { type AccountingTotals, type LakeFinding, verifyLake } from "./verify.ts";
