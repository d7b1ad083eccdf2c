import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxSpec } from "../sandbox/command.ts";
import type { Sandbox } from "../sandbox/open-sandbox.ts";
import type { SandboxedProcess } from "../sandbox/sandboxed-process.ts";

/** Subfolders of a process's own folder. */
export interface PrivateFolders {
  /** Files of the role for this process, which can't write into the folder. */
  readonly input: string;
  /** Files of this process for the role. */
  readonly result: string;
  /** Data that the engine can't hold in memory. */
  readonly spill: string;
}

/** A sandboxed process with a folder that no other process can see. */
export interface PrivateProcess {
  readonly process: SandboxedProcess;
  readonly folders: PrivateFolders;
  /** Ends the process and removes its folder. */
  discard(): Promise<void>;
}

interface StartOptions {
  readonly sandbox: Sandbox;
  /** Folder with the folders of all processes; the start of the role empties it. */
  readonly parent: string;
  readonly spec: (folders: PrivateFolders) => SandboxSpec;
}

/**
 * Starts a sandboxed process with a folder of its own, which is removed when the process ends. The
 * names of temporary files are the same in every process, so two engines in one folder would use
 * each other's files.
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
