import { randomFillSync } from "node:crypto";
import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { ballastBytes, ballastStep } from "@headwater/domain/disk";
import { freeBytes, volumeBytes } from "@headwater/runtime";
import { ballastFile, giveUpBallast } from "./ballast-file.ts";

const CHECK_MS = 500;
const CHUNK_BYTES = 1024 * 1024;

interface BallastOptions {
  readonly home: string;
  readonly reserveBytes: number;
  /** Whether the ballast may be made now: the start of the product needs the disk first. */
  readonly mayMake: () => boolean;
  /** Called each time after the ballast was made or given up. */
  readonly onStep: (step: "made" | "given up") => void;
}

/**
 * Keeps the ballast of a home (decision 0010) until the returned function is called: makes the
 * ballast, gives it up when the disk is full, and makes it again when the disk has room.
 */
export function keepBallast({ home, reserveBytes, mayMake, onStep }: BallastOptions): () => void {
  let making: Promise<void> | null = null;
  let stopped = false;
  const check = (): void => {
    if (making !== null) return;
    const isKept = existsSync(ballastFile(home));
    const volume = { freeBytes: freeBytes(home), volumeBytes: volumeBytes(home) };
    const step = ballastStep({ isKept, reserveBytes, ...volume });
    if (step === "give up" && giveUpBallast(home)) onStep("given up");
    if (step !== "make" || !mayMake()) return;
    making = make(home, () => stopped)
      .then(() => onStep("made"))
      // The free space was used up meanwhile: the next check tries again.
      .catch(() => undefined)
      .finally(() => {
        making = null;
      });
  };
  check();
  const timer = setInterval(check, CHECK_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/**
 * Writes random bytes: a volume that compresses or deduplicates would reserve no room for zeros.
 */
async function make(home: string, isStopped: () => boolean): Promise<void> {
  const draft = `${ballastFile(home)}.new`;
  const chunk = randomFillSync(Buffer.alloc(CHUNK_BYTES));
  try {
    const file = await open(draft, "w", 0o600);
    try {
      const bytes = ballastBytes(volumeBytes(home));
      for (let at = 0; at < bytes; at += CHUNK_BYTES) {
        if (isStopped()) throw new Error("the product ends");
        await file.write(chunk, 0, Math.min(CHUNK_BYTES, bytes - at), at);
      }
    } finally {
      await file.close();
    }
    await rename(draft, ballastFile(home));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
