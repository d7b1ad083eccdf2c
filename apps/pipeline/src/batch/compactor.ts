import { AppError } from "@headwater/domain/errors";
import {
  type CompactionTask,
  compactFiles,
  DamagedFileError,
  type LakeEngine,
  unlinkFiles,
} from "@headwater/lake";
import type { CrashPoint, Logger } from "@headwater/runtime";
import type { LakeFile, ManifestStore, TableDefinition } from "@headwater/schemas";

interface CompactorOptions {
  readonly root: string;
  readonly engine: LakeEngine;
  readonly store: ManifestStore;
  readonly definitionOf: (namespace: string, table: string) => Promise<TableDefinition | null>;
  readonly crashPoint: CrashPoint;
  readonly logger: Logger;
}

/**
 * The outcome of a task. `outrun` means that the inputs were replaced meanwhile, which is no
 * problem; `damaged` needs a person.
 */
export type CompactionEnding = "merged" | "outrun" | "damaged";

/**
 * Returns a function that merges the files of one task and replaces them in the manifest. The
 * inputs stay on disk for the queries that still read them.
 */
export function openCompactor(options: CompactorOptions) {
  const { root, store, definitionOf, crashPoint, logger } = options;
  const merge = async (task: CompactionTask): Promise<LakeFile | "outrun" | "damaged"> => {
    const definition = await definitionOf(task.namespace, task.table);
    try {
      return await compactFiles(task, { ...options, definition });
    } catch (error) {
      if (isGone(error)) return "outrun";
      if (!(error instanceof DamagedFileError)) throw error;
      logger.error({ err: error, table: task.table }, "a file of the lake is damaged");
      return "damaged";
    }
  };
  return async (task: CompactionTask): Promise<CompactionEnding> => {
    const output = await merge(task);
    if (typeof output === "string") return output;
    try {
      await store.compact({ remove: task.inputs.map(({ path }) => path), add: [output] });
    } catch (error) {
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
      await unlinkFiles(root, [output.path]);
      return "outrun";
    }
    crashPoint("C2");
    return "merged";
  };
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT";
