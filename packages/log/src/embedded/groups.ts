import { link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ConsumerGroups, LogError } from "../event-log.ts";
import { syncDirectory } from "./layout.ts";

/**
 * Offsets of one generation; `inherits` is true until the positions of the generation before are
 * copied.
 */
interface State {
  readonly inherits: boolean;
  readonly next: Readonly<Record<string, number>>;
}

type Position = { partition: number; next: number; generation: number };

/**
 * Consumer groups as one file per generation. A new member first claims the next generation, and
 * then reads the positions of the older one. A commit checks for a newer claim after writing. So
 * each commit is either seen by the newer member or rejected as fenced, in any order of events.
 */
export class FileGroups implements ConsumerGroups {
  readonly #root: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(root: string) {
    this.#root = root;
  }

  async join(group: string, topic: string): Promise<{ readonly generation: number }> {
    const dir = this.#dir(group, topic);
    await mkdir(dir, { recursive: true });
    for (;;) {
      const generation = ((await generations(dir)).at(-1) ?? 0) + 1;
      if (!(await claim(dir, generation))) continue;
      await writeState(dir, generation, {
        inherits: false,
        next: await positions(dir, generation - 1),
      });
      for (const old of await generations(dir))
        if (old < generation) await rm(stateFile(dir, old), { force: true });
      return { generation };
    }
  }

  async committed(group: string, topic: string, partition: number): Promise<number | null> {
    const dir = this.#dir(group, topic);
    const next = await positions(dir, (await generations(dir)).at(-1) ?? 0);
    return next[String(partition)] ?? null;
  }

  /**
   * Commits of this process run one after the other, because each commit reads the file before
   * writing it.
   */
  commit(group: string, topic: string, position: Position): Promise<void> {
    const commit = this.#last.then(() => this.#commit(this.#dir(group, topic), position));
    this.#last = commit.catch(() => undefined);
    return commit;
  }

  async #commit(dir: string, { partition, next, generation }: Position): Promise<void> {
    await requireNewest(dir, generation);
    const state = await positions(dir, generation);
    await writeState(dir, generation, { inherits: false, next: { ...state, [partition]: next } });
    await requireNewest(dir, generation);
  }

  #dir(group: string, topic: string): string {
    for (const name of [group, topic])
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new RangeError(`not a name: ${name}`);
    return join(this.#root, ".groups", group, topic);
  }
}

const stateFile = (dir: string, generation: number) => join(dir, `${generation}.json`);

async function generations(dir: string): Promise<readonly number[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function requireNewest(dir: string, generation: number): Promise<void> {
  const newest = (await generations(dir)).at(-1) ?? 0;
  if (newest !== generation)
    throw new LogError("fenced", `generation ${generation} was replaced by ${newest}`);
}

async function positions(dir: string, generation: number): Promise<State["next"]> {
  if (generation <= 0) return {};
  const text = await readFile(stateFile(dir, generation), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
  if (text === null) return positions(dir, generation - 1);
  const state = JSON.parse(text) as State;
  return state.inherits ? positions(dir, generation - 1) : state.next;
}

async function claim(dir: string, generation: number): Promise<boolean> {
  const draft = join(dir, `claim-${process.pid}-${performance.now()}`);
  try {
    await writeDurably(draft, JSON.stringify({ inherits: true, next: {} } satisfies State));
    await link(draft, stateFile(dir, generation));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeState(dir: string, generation: number, state: State): Promise<void> {
  const path = stateFile(dir, generation);
  await writeDurably(`${path}.draft`, JSON.stringify(state));
  await rename(`${path}.draft`, path);
  await syncDirectory(dir);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
