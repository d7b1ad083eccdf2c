import { readFileSync } from "node:fs";

const SAMPLE_MS = 1000;
const MINUTE = 60;

/** Resident memory of a process over time. */
export interface MemoryHistory {
  /** Mean of each whole minute, MiB. */
  readonly minutes: readonly number[];
  /**
   * The largest distance of a minute's mean from the mean of all minutes, as a share. The first
   * minute is a warm-up and doesn't count.
   */
  readonly spread: number;
}

/** Samples the resident memory of processes each second until stopped. Linux only. */
export function watchResident(pids: Readonly<Record<string, number>>): {
  stop(): Readonly<Record<string, MemoryHistory>>;
} {
  const samples = Object.fromEntries(Object.keys(pids).map((name) => [name, [] as number[]]));
  const timer = setInterval(() => {
    for (const [name, pid] of Object.entries(pids)) samples[name]?.push(residentMb(pid));
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return Object.fromEntries(
        Object.entries(samples).map(([name, values]) => [name, historyOf(values)]),
      );
    },
  };
}

function historyOf(samples: readonly number[]): MemoryHistory {
  const minutes: number[] = [];
  for (let from = 0; from + MINUTE <= samples.length; from += MINUTE)
    minutes.push(mean(samples.slice(from, from + MINUTE)));
  const counted = minutes.slice(1);
  const level = mean(counted);
  const spread = Math.max(0, ...counted.map((value) => Math.abs(value - level) / level));
  return { minutes, spread };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
