import type { PrivateFolders, PrivateProcess } from "./private-process.ts";

/** Time within which a new process must be ready. */
export const START_MS = 15_000;

/** The reason why a long-lived process gave no answer. */
export class ServiceError extends Error {
  readonly reason: "refused" | "timeout" | "died" | "closed" | "busy";

  constructor(reason: ServiceError["reason"], message: string) {
    super(message);
    this.name = "ServiceError";
    this.reason = reason;
  }
}

/** One process of a service; the first failure ends the process for good. */
export interface Member {
  readonly alive: boolean;
  readonly folders: PrivateFolders;
  readonly ready: Promise<void>;
  ask(method: string, argument: unknown, timeoutMs: number): Promise<unknown>;
  end(): void;
}

interface Answer {
  readonly kind?: string;
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Connects to a process that has just been started. */
export function openMember({ process: child, folders }: PrivateProcess): Member {
  const pending = new Map<
    number,
    { done: (value: unknown) => void; fail: (error: Error) => void }
  >();
  let alive = true;
  let next = 0;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const die = (reason: "died" | "timeout") => {
    alive = false;
    child.kill();
    const error = new ServiceError(reason, `the process ${reason}`);
    reject(error);
    for (const { fail } of pending.values()) fail(error);
    pending.clear();
  };
  const startTimer = setTimeout(() => die("timeout"), START_MS);
  void ready.then(() => clearTimeout(startTimer)).catch(() => clearTimeout(startTimer));
  void child.exited.then(() => die("died"));
  child.onMessage((message) => {
    const { kind, id, value, error } = message as Answer;
    if (kind === "ready") return resolve();
    const request = id === undefined ? undefined : pending.get(id);
    if (id === undefined || request === undefined) return;
    pending.delete(id);
    if (error === undefined) request.done(value);
    else request.fail(new ServiceError("refused", error));
  });
  return {
    get alive() {
      return alive;
    },
    folders,
    ready,
    ask: (method, argument, timeoutMs) =>
      new Promise((done, fail) => {
        if (!alive) return fail(new ServiceError("died", "the process died"));
        const id = next++;
        const timer = setTimeout(() => die("timeout"), timeoutMs);
        const end =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            then(value);
          };
        pending.set(id, { done: end(done), fail: end(fail) });
        child.send({ id, method, argument });
      }),
    end: () => die("died"),
  };
}
