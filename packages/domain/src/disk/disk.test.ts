import { describe, expect, it } from "vitest";
import { type DiskUse, diskFloors, mayWrite } from "./index.ts";

const MIB = 1024 ** 2;

describe("shares of the disk", () => {
  it.each<[number, DiskUse[]]>([
    [4096, ["system", "landing", "ingest", "work"]],
    [2048, ["system", "landing", "ingest", "work"]],
    [2047, ["system", "landing", "ingest"]],
    [1023, ["system", "landing"]],
    [511, ["system"]],
    [0, ["system"]],
  ])("with %i MiB free of a reserve of 1024 MiB go to %j", (freeMib, expected) => {
    const uses = Object.keys(diskFloors(0)) as DiskUse[];
    const allowed = uses.filter((use) => mayWrite(use, freeMib * MIB, 1024 * MIB));
    expect(allowed.sort()).toEqual(expected.sort());
  });
});
