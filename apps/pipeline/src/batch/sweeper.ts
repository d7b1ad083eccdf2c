import { findOrphans, unlinkFiles } from "@headwater/lake";
import type { CrashPoint, Logger } from "@headwater/runtime";
import type { ManifestStore } from "@headwater/schemas";

interface SweeperOptions {
  readonly root: string;
  readonly store: ManifestStore;
  readonly crashPoint: CrashPoint;
  readonly logger: Logger;
  /**
   * How long a file stays after its removal from the manifest, for the queries that still read it.
   */
  readonly removedGraceMs: number;
  /** How long a file without an entry in the manifest may belong to an attempt in progress. */
  readonly orphanGraceMs: number;
}

/**
 * Deletes files that are not needed any more: compacted inputs after their grace time, and orphans
 * of failed attempts.
 */
export function openSweeper(options: SweeperOptions) {
  const { root, store, crashPoint, logger } = options;
  return {
    async removed(nowMs: number): Promise<number> {
      const paths = await store.removedFiles(new Date(nowMs - options.removedGraceMs));
      if (paths.length === 0) return 0;
      await unlinkFiles(root, paths, () => crashPoint("C3"));
      // The rows are deleted after the files: a row without a file is deleted in the next round,
      // but a file without a row would be an orphan.
      await store.forget(paths);
      return paths.length;
    },

    async orphans(nowMs: number): Promise<number> {
      const paths = await findOrphans(root, () => knownPaths(store), {
        nowMs,
        graceMs: options.orphanGraceMs,
      });
      if (paths.length === 0) return 0;
      logger.warn({ paths: paths.slice(0, 20), count: paths.length }, "deleting orphans");
      await unlinkFiles(root, paths, () => crashPoint("C4"));
      return paths.length;
    },
  };
}

async function knownPaths(store: ManifestStore): Promise<Set<string>> {
  const live = await store.liveFiles();
  const removed = await store.removedFiles(new Date(8.64e15));
  return new Set([...live.map(({ path }) => path), ...removed]);
}
