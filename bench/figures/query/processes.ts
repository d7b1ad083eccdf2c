import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MS = 50;
const MEBIBYTE = 1024 ** 2;

/**
 * Watches the memory of this process and all its descendants, such as sandboxed workers. `stop`
 * returns the largest growth in MiB; always 0 on systems other than Linux.
 */
export function watchMemory(): { stop(): number } {
  const before = residentOfTree();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentOfTree());
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return (peak - before) / MEBIBYTE;
    },
  };
}

// Counts private memory only, because all processes share the engine's library in memory.
function residentOfTree(): number {
  let sum = 0;
  const children = childrenByParent();
  const visit = (pid: number): void => {
    sum += privateBytes(pid);
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(process.pid);
  return sum;
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of entries()) {
    const stat = read(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function privateBytes(pid: number): number {
  const status = read(`/proc/${pid}/status`);
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}

function entries(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

// A process can end between listing and reading.
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
