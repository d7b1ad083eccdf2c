import type { Sandbox } from "../sandbox/open-sandbox.ts";
import type { SandboxedProcess } from "../sandbox/sandboxed-process.ts";
import { type PrivateProcess, startPrivate } from "./private-process.ts";
import { type EngineLimits, processSpec } from "./specs.ts";

/** A warm single-use worker: its engine is open, and the worker waits for its only job. */
export type Worker = PrivateProcess;

/**
 * A pool of warm workers. A worker is replaced after its job, or at once if it was the last one in
 * the pool.
 */
export interface WorkerPool {
  take(): Promise<Worker>;
  readonly ready: number;
  close(): Promise<void>;
}

interface PoolOptions {
  readonly sandbox: Sandbox;
  /** Folder for the workers' private folders. */
  readonly folder: string;
  /** Folders that every worker may read: the lake and the seeds. */
  readonly readable: readonly string[];
  readonly limits: EngineLimits;
  /** Number of workers that are kept ready. */
  readonly size: number;
  readonly nice: number;
  readonly cpuSeconds: number;
}

// More starts at once would only take processor time from running statements.
const MAX_STARTING = 2;
const START_MS = 15_000;
const RETRY_MS = 500;

/** Opens a pool and begins to fill it. */
export function openWorkerPool(options: PoolOptions): WorkerPool {
  const ready: Worker[] = [];
  const takers: ((worker: Worker) => void)[] = [];
  const all = new Set<Worker>();
  let starting = 0;
  let closed = false;

  const refill = (): void => {
    while (
      !closed &&
      starting < MAX_STARTING &&
      ready.length + starting < options.size + takers.length
    ) {
      starting += 1;
      void startOne();
    }
  };
  const startOne = async (): Promise<void> => {
    const worker = await startWorker(options, (gone) => {
      all.delete(gone);
      const index = ready.indexOf(gone);
      // A worker that dies while it waits (out of memory, a stray signal) is replaced.
      if (index >= 0) ready.splice(index, 1);
      refill();
    }).catch(() => null);
    if (worker === null) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    starting -= 1;
    if (worker !== null) {
      all.add(worker);
      if (closed) return worker.discard();
      const taker = takers.shift();
      if (taker === undefined) ready.push(worker);
      else taker(worker);
    }
    refill();
  };
  refill();
  return {
    take() {
      const worker = ready.shift();
      if (worker !== undefined) {
        // The start of another worker would take processor time from the statement that begins now.
        if (ready.length === 0) refill();
        return Promise.resolve(worker);
      }
      return new Promise((resolve) => {
        takers.push(resolve);
        refill();
      });
    },
    get ready() {
      return ready.length;
    },
    async close() {
      closed = true;
      await Promise.all([...all].map((worker) => worker.discard()));
    },
  };
}

async function startWorker(
  options: PoolOptions,
  onGone: (worker: Worker) => void,
): Promise<Worker> {
  const worker = await startPrivate({
    sandbox: options.sandbox,
    parent: options.folder,
    spec: ({ input, result, spill }) =>
      processSpec(options.limits, {
        mode: "worker",
        readable: [...options.readable, input],
        writable: [result],
        spill,
        nice: options.nice,
        cpuSeconds: options.cpuSeconds,
      }),
  });
  await isReady(worker.process).catch(async (error: unknown) => {
    await worker.discard();
    throw error;
  });
  void worker.process.exited.then(() => onGone(worker));
  return worker;
}

function isReady(process: SandboxedProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("a worker did not start in time")), START_MS);
    process.onMessage(() => {
      clearTimeout(timer);
      resolve();
    });
    void process.exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`a worker ended with code ${code} as it started`));
    });
  });
}
