const last = new Map<string, Promise<unknown>>();

/**
 * Runs the tasks of one key one after the other within this process. Tasks that need the same lock
 * of the database then wait without a connection. Otherwise a few such tasks would hold all
 * connections, and all other tasks would wait, too.
 */
export async function inTurn<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
  const before = last.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(key, mine);
  try {
    return await mine;
  } finally {
    if (last.get(key) === mine) last.delete(key);
  }
}
