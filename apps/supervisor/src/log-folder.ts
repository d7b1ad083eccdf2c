import { type FileHandle, open, rename, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "./home.ts";

const RETRY_MS = 1000;
/** How often the path of a file is checked: somebody may have removed or moved the file. */
const CHECK_MS = 1000;
/** Bytes of one file that may wait for the disk; bytes beyond this limit are left out. */
const WAITING_BYTES = 8 * 1024 * 1024;
/** How long the stop of the product waits until its last log lines are written. */
const CLOSE_MS = 1000;

/** A log file whose `write` returns at once and never fails. */
export interface LogFile {
  write(text: string | Uint8Array): void;
}

/** The log files of the product. */
export interface LogFolder {
  /** The log of one process: `<name>.log`, and `<name>.log.1` with the older lines. */
  file(name: string): LogFile;
  /** Writes the waiting lines where that is possible at once. */
  close(): Promise<void>;
}

interface LogFolderOptions {
  readonly dir: string;
  /** A file is replaced by a new file before it grows beyond this size. */
  readonly maxBytes: number;
  /** Called once with the reason why logs can't be written, and with null when they can again. */
  readonly onTrouble: (reason: string | null) => void;
}

/**
 * Opens the logs of a home. If the folder is full, missing or not writable, lines may be lost, but
 * no process ends.
 */
export function openLogFolder({ dir, maxBytes, onTrouble }: LogFolderOptions): LogFolder {
  const files: RotatingFile[] = [];
  const troubled = new Set<string>();
  const report = (name: string, reason: string | null): void => {
    const before = troubled.size;
    if (reason === null) troubled.delete(name);
    else troubled.add(name);
    if (before === 0 && reason !== null) onTrouble(reason);
    if (before > 0 && troubled.size === 0) onTrouble(null);
  };
  return {
    file(name) {
      const onState = (reason: string | null) => report(name, reason);
      const file = new RotatingFile(dir, `${name}.log`, { maxBytes, onState });
      files.push(file);
      return file;
    },
    async close() {
      await Promise.all(files.map((file) => file.close()));
    },
  };
}

interface FileOptions {
  readonly maxBytes: number;
  /** Called with the reason after a failed write, and with null after a successful write. */
  readonly onState: (reason: string | null) => void;
}

class RotatingFile implements LogFile {
  readonly #dir: string;
  readonly #path: string;
  readonly #options: FileOptions;
  readonly #closing = new AbortController();
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #leftOutBytes = 0;
  #writing: Promise<void> | null = null;
  #file: FileHandle | null = null;
  #size = 0;
  #checkedAt = 0;

  constructor(dir: string, name: string, options: FileOptions) {
    this.#dir = dir;
    this.#path = join(dir, name);
    this.#options = options;
  }

  write(text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
    if (this.#waitingBytes + bytes.length > WAITING_BYTES) {
      this.#leftOutBytes += bytes.length;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const end = (this.#writing ?? Promise.resolve()).then(() => this.#closeFile());
    // A disk that hangs must not hold up the end.
    await Promise.race([end, sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const bytes = Buffer.concat([this.#leftOut(), ...this.#waiting]);
      const taken = this.#waiting.length;
      if (!(await this.#writeWhole(bytes))) return;
      for (const { length } of this.#waiting.splice(0, taken)) this.#waitingBytes -= length;
    }
  }

  /** Returns false if the product ends before the bytes could be written. */
  async #writeWhole(bytes: Buffer): Promise<boolean> {
    const { maxBytes, onState } = this.#options;
    let done = 0;
    while (done < bytes.length) {
      try {
        done += await this.#writeOnce(bytes.subarray(done, done + maxBytes));
        onState(null);
      } catch (error) {
        await this.#closeFile();
        onState((error as Error).message);
        const { signal } = this.#closing;
        if (signal.aborted) return false;
        await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
    return true;
  }

  async #writeOnce(bytes: Buffer): Promise<number> {
    await this.#closeIfMoved();
    let file = await this.#open();
    if (this.#size > 0 && this.#size + bytes.length > this.#options.maxBytes) {
      await this.#closeFile();
      // If the old file can't be moved, it is emptied: the limit matters more than old lines.
      await rename(this.#path, `${this.#path}.1`).catch(() => truncate(this.#path));
      file = await this.#open();
    }
    const { bytesWritten } = await file.write(bytes);
    this.#size += bytesWritten;
    return bytesWritten;
  }

  async #open(): Promise<FileHandle> {
    if (this.#file !== null) return this.#file;
    makeFolder(this.#dir);
    const file = await open(this.#path, "a", 0o600);
    this.#file = file;
    this.#size = (await file.stat()).size;
    return file;
  }

  /** Closes a file that was moved or removed: nobody would find the lines written to it. */
  async #closeIfMoved(): Promise<void> {
    const now = performance.now();
    if (this.#file === null || now - this.#checkedAt < CHECK_MS) return;
    this.#checkedAt = now;
    const named = await stat(this.#path).catch(() => null);
    const { ino, size } = await this.#file.stat();
    this.#size = size;
    if (named?.ino !== ino) await this.#closeFile();
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }

  #leftOut(): Buffer {
    const bytes = this.#leftOutBytes;
    this.#leftOutBytes = 0;
    const msg = `${bytes} bytes of log are left out here: they came faster than they could be written`;
    const line = JSON.stringify({ level: 40, time: Date.now(), name: "logs", bytes, msg });
    return Buffer.from(bytes === 0 ? "" : `${line}\n`);
  }
}
