import { type Lane, nextRequest, type Requester } from "./fair-queue.ts";
import type { PrivateFolders, PrivateProcess } from "./private-process.ts";
import { type Member, openMember, ServiceError, START_MS } from "./service-member.ts";

export { ServiceError };

/** One request to a service. */
interface Question extends Requester {
  readonly method: string;
  readonly argument: unknown;
  readonly timeoutMs: number;
  /**
   * Moves the files that the process wrote out of its folder, before the process gets another
   * request.
   */
  readonly collect?: (folders: PrivateFolders) => Promise<void>;
}

/**
 * Long-lived sandboxed processes that answer requests. A process that is late or dies is replaced,
 * and only its own request fails.
 */
export interface Service {
  ask<Value>(question: Question): Promise<Value>;
  /** Ends all processes after their requests; new processes answer the next requests. */
  renew(): void;
  /**
   * Ends busy processes, too, so that their memory and disk space are free at once; their requests
   * fail.
   */
  abort(): void;
  close(): void;
}

interface ServiceOptions {
  readonly start: () => Promise<PrivateProcess>;
  readonly processes: number;
  /** Requests of one person that may wait in each lane. */
  readonly mostWaiting: Readonly<Record<Lane, number>>;
  /** First requests of each fresh process, e.g. its definitions. */
  readonly prepare?: () => readonly { readonly method: string; readonly argument: unknown }[];
}

interface Waiting extends Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ServiceError) => void;
}

// An unused process is ended after this time; the next request then waits some 150 ms for a new
// process.
const IDLE_MS = 300_000;

/**
 * Opens a service: requests wait in one fair queue. Each process answers one request at a time and
 * starts when a request needs it.
 */
export function openService(options: ServiceOptions): Service {
  return new FairService(options);
}

class FairService implements Service {
  readonly #options: ServiceOptions;
  readonly #waiting: Waiting[] = [];
  readonly #slots: readonly Slot[];
  // The map has one entry for each person of the installation, so it stays small.
  readonly #lastServed = new Map<string, number>();
  #served = 0;
  #closed = false;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.processes }, () => ({
      request: null,
      stale: false,
      member: null,
      idle: undefined,
    }));
  }

  ask<Value>(question: Question): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      const refusal = this.#refusal(question);
      if (refusal !== null) return reject(refusal);
      // The caller knows the type of the answer of its method.
      const take = (value: unknown) => resolve(value as Value);
      this.#waiting.push({ ...question, reject, resolve: take });
      this.#pump();
    });
  }

  renew(): void {
    // A busy process ends after its request, so that no answer is lost.
    for (const slot of this.#slots) {
      slot.stale = slot.request !== null;
      if (slot.request === null) endProcess(slot);
    }
  }

  abort(): void {
    for (const slot of this.#slots) endProcess(slot);
  }

  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new ServiceError("closed", "closing"));
    for (const slot of this.#slots) endProcess(slot);
  }

  #refusal({ userId, lane }: Question): ServiceError | null {
    if (this.#closed) return new ServiceError("closed", "the service is closed");
    const own = this.#waiting.filter((one) => one.userId === userId && one.lane === lane);
    if (own.length < this.#options.mostWaiting[lane]) return null;
    return new ServiceError("busy", `${own.length} requests of one person wait`);
  }

  #pump(): void {
    for (;;) {
      const request = nextRequest({
        waiting: this.#waiting,
        running: this.#slots.flatMap((slot) => (slot.request === null ? [] : [slot.request])),
        slots: this.#slots.length,
        lastServed: this.#lastServed,
      });
      const slot = freeSlot(this.#slots);
      if (request === null || slot === undefined) return;
      this.#begin(slot, request);
    }
  }

  #begin(slot: Slot, request: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(request), 1);
    this.#served += 1;
    this.#lastServed.set(request.userId, this.#served);
    slot.request = request;
    clearTimeout(slot.idle);
    void this.#serve(slot, request).finally(() => this.#release(slot));
  }

  async #serve(slot: Slot, request: Waiting): Promise<void> {
    try {
      const member = slot.member?.alive === true ? slot.member : await this.#fresh(slot);
      const value = await member.ask(request.method, request.argument, request.timeoutMs);
      await request.collect?.(member.folders);
      request.resolve(value);
    } catch (error) {
      request.reject(failureOf(error));
    }
  }

  async #fresh(slot: Slot): Promise<Member> {
    const { start, prepare } = this.#options;
    const member = openMember(await start());
    if (this.#closed) member.end();
    slot.member = member;
    await member.ready;
    for (const { method, argument } of prepare?.() ?? [])
      await member.ask(method, argument, START_MS);
    return member;
  }

  #release(slot: Slot): void {
    slot.request = null;
    if (slot.stale || this.#closed) endProcess(slot);
    slot.stale = false;
    slot.idle = setTimeout(() => endProcess(slot), IDLE_MS);
    slot.idle.unref();
    this.#pump();
  }
}

// A running process answers sooner than one that must start.
function freeSlot(slots: readonly Slot[]): Slot | undefined {
  const free = slots.filter(({ request }) => request === null);
  return free.find(({ member }) => member?.alive === true) ?? free[0];
}

function failureOf(error: unknown): ServiceError {
  return error instanceof ServiceError ? error : new ServiceError("died", String(error));
}

function endProcess(slot: Slot): void {
  clearTimeout(slot.idle);
  slot.member?.end();
  slot.member = null;
}

interface Slot {
  /** The request that the process works on; null while the process is free. */
  request: Waiting | null;
  /** True if the process must be replaced after its current request. */
  stale: boolean;
  member: Member | null;
  idle: NodeJS.Timeout | undefined;
}
