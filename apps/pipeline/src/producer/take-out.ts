import type { Database } from "@headwater/db";
import { mixedDemoFiles } from "@headwater/db/demo";
import { swapFile } from "@headwater/db/lake";
import { DEMO_SOURCE_TAG, DEMO_TYPES } from "@headwater/domain/demo";
import { type LakeEngine, type TakenRows, unlinkFiles, withoutRows } from "@headwater/lake";
import {
  type AccountingDelta,
  type LakeFile,
  REJECTED_TABLE,
  type TableDefinition,
} from "@headwater/schemas";

interface TakeOutOptions {
  readonly database: Database;
  readonly root: string;
  readonly engine: LakeEngine;
  readonly definitionOf: (file: LakeFile) => Promise<TableDefinition | null>;
}

const REJECTED_KEYS = ["document_namespace", "document_type", "document_version"];

/**
 * Removes the demo's rows, which have a source tag, from the files that also hold rows of others.
 * Returns the number of removed rows.
 */
export async function takeOutDemoRows(options: TakeOutOptions): Promise<number> {
  let taken = 0;
  for (const file of await mixedDemoFiles(options.database))
    taken += await takeOutOf(file, options);
  return taken;
}

async function takeOutOf(file: LakeFile, options: TakeOutOptions): Promise<number> {
  const { database, root, engine } = options;
  const isRejected = file.namespace === REJECTED_TABLE.namespace;
  const definition = isRejected ? REJECTED_TABLE : await options.definitionOf(file);
  if (definition === null) return 0;
  const tag = isRejected ? "metadata['x-source-tags']" : "metadata.header.x_source_tags";
  const condition = `list_contains(string_split(${tag}, ','), '${DEMO_SOURCE_TAG}')`;
  const by = isRejected ? REJECTED_KEYS : [];
  const { kept, taken } = await withoutRows(file, { root, engine, definition, condition, by });
  if (taken.length === 0) return 0;
  const accounting = taken.map((rows) => deltaOf(file, rows));
  if (await swapFile(database, { remove: file, add: kept, accounting }))
    return taken.reduce((sum, { rows }) => sum + rows, 0);
  // The file was merged or dropped in the meantime: the next round finds its rows in another file.
  if (kept !== null) await unlinkFiles(root, [kept.path]);
  return 0;
}

function deltaOf(file: LakeFile, { minuteMs, rows, key }: TakenRows): AccountingDelta {
  const none = { live: 0, rejected: 0, duplicate: 0, dropped: 0 };
  const type = DEMO_TYPES.find(
    ({ table }) => table.namespace === file.namespace && table.name === file.table,
  );
  if (type !== undefined) {
    const { namespace, docType, version } = type;
    const name = { namespace, docType, docVersion: String(version) };
    return { ...none, ...name, minuteMs, accepted: rows, live: rows };
  }
  const [namespace = null, docType = null, docVersion = null] = key;
  return { ...none, namespace, docType, docVersion, minuteMs, accepted: rows, rejected: rows };
}
