import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { openFreeSpace } from "./free-space.ts";
import type { EmbeddedOptions } from "./options.ts";

/** Number of spares: at full speed one is used while the other is made. */
const KEPT = 2;
const SPARE = /^spare-\d+\.zeros$/;
const UNFINISHED = ".unfinished";
const ZEROS = Buffer.alloc(1024 * 1024);

/**
 * Files full of zeros that become the next segments. Overwriting written blocks changes no
 * metadata, so making such a write durable needs no commit of the file system's journal, which
 * takes half the time (measured on ext4). fallocate would not help, because its blocks go through
 * the journal at their first write. Reusing the segments that retention deletes would keep old
 * pings on the disk. Spares are made in the background and only under traffic; without a spare a
 * segment simply grows.
 */
export class SpareSegments {
  readonly #dir: string;
  readonly #bytes: number;
  readonly #hasRoom: () => boolean;
  #ready: string[] = [];
  #made = 0;
  #filling: Promise<void> | null = null;
  #closed = false;

  private constructor(dir: string, { segmentBytes, reserveBytes }: EmbeddedOptions) {
    this.#dir = dir;
    this.#bytes = segmentBytes;
    this.#hasRoom = openFreeSpace(dir, reserveBytes + (KEPT + 1) * segmentBytes);
  }

  /** Finds the spares that an earlier writer left, and removes unfinished ones. */
  static async open(dir: string, options: EmbeddedOptions): Promise<SpareSegments> {
    const spares = new SpareSegments(dir, options);
    for (const name of await readdir(dir)) {
      if (name.endsWith(UNFINISHED)) await rm(join(dir, name), { force: true });
      if (SPARE.test(name)) spares.#ready.push(join(dir, name));
    }
    return spares;
  }

  /** Turns a spare into the file at `path`; false if none is ready. */
  async take(path: string): Promise<boolean> {
    const spare = this.#ready.shift();
    if (spare === undefined) return false;
    try {
      await rename(spare, path);
      return true;
    } catch {
      // A spare that is missing or can't be moved is not used.
      return false;
    }
  }

  /**
   * Begins to make spares if some are missing. Failures are ignored, because spares only make
   * writes faster.
   */
  prepare(): void {
    if (this.#filling !== null || this.#closed || this.#ready.length >= KEPT) return;
    if (!this.#hasRoom()) return;
    this.#filling = this.#fill()
      .catch(() => undefined)
      .finally(() => {
        this.#filling = null;
      });
  }

  /** Stops making spares; finished spares stay for the next writer. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#filling;
  }

  async #fill(): Promise<void> {
    while (this.#ready.length < KEPT && !this.#closed && this.#hasRoom()) {
      this.#made += 1;
      const path = join(this.#dir, `spare-${Date.now()}${this.#made}.zeros`);
      const unfinished = path + UNFINISHED;
      const file = await open(unfinished, "w");
      try {
        await this.#writeZeros(file);
      } finally {
        await file.close();
      }
      if (this.#closed) {
        await rm(unfinished, { force: true });
        return;
      }
      await rename(unfinished, path);
      this.#ready.push(path);
    }
  }

  async #writeZeros(file: FileHandle): Promise<void> {
    for (let at = 0; at < this.#bytes && !this.#closed; at += ZEROS.length)
      await file.write(ZEROS, 0, Math.min(ZEROS.length, this.#bytes - at), at);
    await file.sync();
  }
}
