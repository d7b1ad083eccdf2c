import { closeSync, readdirSync, readFileSync } from "node:fs";

const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes the descriptors that this process inherited by accident from its parent. Every process
 * that this process starts would inherit them, sandboxed processes included. Node's own descriptors
 * close on exec, inherited ones do not. Call this function before anything else. It does nothing on
 * a system without `/proc`.
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
    // The descriptor of the listing itself is closed already.
    return false;
  }
}

function close(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // The descriptor was closed meanwhile.
  }
}
