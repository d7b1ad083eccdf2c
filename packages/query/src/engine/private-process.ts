import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxSpec } from "../sandbox/command.ts";
import type { Sandbox } from "../sandbox/open-sandbox.ts";
import type { SandboxedProcess } from "../sandbox/sandboxed-process.ts";

/** Subfolders of a process's own folder. */
export interface PrivateFolders {
  /** Files of the role for this process; it can't write there. */
  readonly input: string;
  /** Files of this process for the role. */
  readonly result: string;
  /** What its engine can't hold in memory. */
  readonly spill: string;
}

/** A sandboxed process with a folder that no other process can see. */
export interface PrivateProcess {
  readonly process: SandboxedProcess;
  readonly folders: PrivateFolders;
  /** Ends it and removes its folder. */
  discard(): Promise<void>;
}

interface StartOptions {
  readonly sandbox: Sandbox;
  /** Folder for the folders of all processes; the role empties it at its start. */
  readonly parent: string;
  readonly spec: (folders: PrivateFolders) => SandboxSpec;
}

/**
 * Starts a sandboxed process with a folder of its own, which is removed when the process ends. Two engines that shared a
 * folder would take each other's temporary files, whose names are the same in every process, for their own.
 */
export async function startPrivate({
  sandbox,
  parent,
  spec,
}: StartOptions): Promise<PrivateProcess> {
  const folder = join(parent, randomUUID());
  const folders: PrivateFolders = {
    input: join(folder, "input"),
    result: join(folder, "result"),
    spill: join(folder, "spill"),
  };
  for (const path of Object.values(folders)) await mkdir(path, { recursive: true, mode: 0o700 });
  const process = sandbox.start(spec(folders));
  const removed = process.exited.then(() => rm(folder, { recursive: true, force: true }));
  // A folder that can't be removed now is removed at the next start of the role.
  removed.catch(() => undefined);
  return {
    process,
    folders,
    async discard() {
      process.kill();
      await removed;
    },
  };
}
