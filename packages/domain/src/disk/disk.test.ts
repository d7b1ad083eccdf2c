import { describe, expect, it } from "vitest";
import {
  ballastBytes,
  ballastStep,
  type DiskUse,
  diskFloors,
  logFileBytes,
  mayWrite,
} from "./index.ts";

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

describe("the ballast", () => {
  it.each([
    [1024 * 1024, 64, 32],
    [1024, 32, 4],
    [64, 2, 0.25],
  ])("of a volume of %i MiB is %i MiB, a log file %d MiB", (volume, ballast, logFile) => {
    expect([ballastBytes(volume * MIB), logFileBytes(volume * MIB)]).toEqual([
      ballast * MIB,
      logFile * MIB,
    ]);
  });

  it.each([
    ["is left while there is room", true, 16, "leave"],
    ["is given up when almost no space is free", true, 15, "give up"],
    ["is not made again while the loader would lack the room", false, 64 + 511, "leave"],
    ["is made again when the other uses have room, too", false, 64 + 512, "make"],
  ] as const)("%s", (_name, isKept, freeMib, expected) => {
    const volumeBytes = 100 * 1024 * MIB;
    const reserveBytes = 1024 * MIB;
    const state = { isKept, freeBytes: freeMib * MIB, volumeBytes, reserveBytes };
    expect(ballastStep(state)).toBe(expected);
  });

  it("is made only if free space of its own size is left, however small the reserve is", () => {
    const state = { isKept: false, volumeBytes: 1024 * MIB, reserveBytes: 0 };
    const step = (freeMib: number) => ballastStep({ ...state, freeBytes: freeMib * MIB });
    expect([step(63), step(64)]).toEqual(["leave", "make"]);
  });
});
