import type { SandboxedProcess } from "../sandbox/sandboxed-process.ts";

/** Why a long-lived process gave no value. */
export class ServiceError extends Error {
  readonly reason: "refused" | "timeout" | "died" | "closed";

  constructor(reason: ServiceError["reason"], message: string) {
    super(message);
    this.name = "ServiceError";
    this.reason = reason;
  }
}

/** Long-lived sandboxed processes that answer requests; one that is late or dies is replaced, and costs only its own request. */
export interface Service {
  ask<Value>(method: string, argument: unknown, timeoutMs: number): Promise<Value>;
  /** Ends all processes: the next requests meet fresh ones. */
  renew(): void;
  close(): void;
}

interface ServiceOptions {
  readonly start: () => SandboxedProcess;
  readonly processes: number;
  /** First requests of each fresh process, e.g. its definitions. */
  readonly prepare?: () => readonly { readonly method: string; readonly argument: unknown }[];
}

interface Waiting {
  readonly method: string;
  readonly argument: unknown;
  readonly timeoutMs: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ServiceError) => void;
}

const START_MS = 15_000;

/** Opens a service: requests wait in one queue, each process has one at a time. */
export function openService({ start, processes, prepare }: ServiceOptions): Service {
  const queue: Waiting[] = [];
  let closed = false;
  const slots: Slot[] = Array.from({ length: processes }, () => ({
    busy: false,
    stale: false,
    member: null,
  }));

  const fresh = async (slot: Slot): Promise<Member> => {
    const member = openMember(start());
    slot.member = member;
    await member.ready;
    for (const { method, argument } of prepare?.() ?? [])
      await member.ask(method, argument, START_MS);
    return member;
  };
  const serve = async (slot: Slot, request: Waiting): Promise<void> => {
    try {
      const member = slot.member?.alive === true ? slot.member : await fresh(slot);
      request.resolve(await member.ask(request.method, request.argument, request.timeoutMs));
    } catch (error) {
      request.reject(failureOf(error));
    }
  };
  const pump = (): void => {
    for (const slot of slots) {
      if (slot.busy) continue;
      const request = queue.shift();
      if (request === undefined) return;
      slot.busy = true;
      void serve(slot, request).finally(() => {
        slot.busy = false;
        if (slot.stale) empty(slot);
        slot.stale = false;
        pump();
      });
    }
  };
  return {
    ask: <Value>(method: string, argument: unknown, timeoutMs: number) =>
      new Promise<Value>((resolve, reject) => {
        if (closed) return reject(new ServiceError("closed", "the service is closed"));
        // The caller names the type of its own method's answer.
        const take = (value: unknown) => resolve(value as Value);
        queue.push({ method, argument, timeoutMs, reject, resolve: take });
        pump();
      }),
    renew() {
      // A busy process ends with its request: nobody's answer is lost.
      for (const slot of slots) {
        slot.stale = slot.busy;
        if (!slot.busy) empty(slot);
      }
    },
    close() {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(new ServiceError("closed", "closing"));
      for (const slot of slots) empty(slot);
    },
  };
}

function failureOf(error: unknown): ServiceError {
  return error instanceof ServiceError ? error : new ServiceError("died", String(error));
}

function empty(slot: Slot): void {
  slot.member?.end();
  slot.member = null;
}

interface Slot {
  busy: boolean;
  /** To be renewed after the request that it has. */
  stale: boolean;
  member: Member | null;
}

interface Member {
  readonly alive: boolean;
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

function openMember(child: SandboxedProcess): Member {
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
