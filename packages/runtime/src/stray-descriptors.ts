import { closeSync, readdirSync, readFileSync } from "node:fs";

const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes the descriptors that this process inherited by accident: what its starter left open would pass on to every process
 * that it starts, sandboxed ones too. Node's own descriptors close on exec, strays do not. Call it before anything else; it
 * does nothing where the system has no `/proc`.
 */
export function closeStrayDescriptors(): void {
  for (const name of list("/proc/self/fdinfo")) {
    const descriptor = Number(name);
    if (descriptor > 2 && isInherited(descriptor)) close(descriptor);
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8");
    const flags = Number.parseInt(/^flags:\s*(\d+)$/m.exec(text)?.[1] ?? "", 8);
    return Number.isInteger(flags) && (flags & CLOSE_ON_EXEC) === 0;
  } catch {
    // The descriptor of the listing itself is gone already.
    return false;
  }
}

function close(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Closed meanwhile.
  }
}
