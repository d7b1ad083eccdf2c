import { join } from "node:path";
import type { SandboxSpec } from "../sandbox/command.ts";
import type { Sandbox } from "../sandbox/open-sandbox.ts";
import { type PrivateFolders, startPrivate } from "./private-process.ts";
import { openService, type Service } from "./service.ts";
import { type EngineLimits, processSpec } from "./specs.ts";

// The gate and the validator hold no rows; a quarter of a statement's memory is plenty for them.
const SMALL: EngineLimits = { threads: 1, memoryMb: 256, spillMb: 0 };
const NOTHING = { readable: [], writable: [], spill: null };
/**
 * Niceness of work with low priority: nobody waits for the result, or only the person who asked for
 * much work.
 */
const LOW_PRIORITY = 10;
// Each kind has at least two processes, so that one stays free for another person or for
// interactive requests.
const GATES = 2;
const VALIDATORS = 2;
const READERS = 3;
const EXPORTERS = 2;
/**
 * Requests of one person that may wait. A page of the portal makes several at once; of the checks
 * of an editor only the newest ones matter.
 */
const MOST_READS = { interactive: 50, background: 50 };
const MOST_CHECKS = { interactive: 50, background: 4 };

/** The long-lived sandboxed processes of a query role, by their task. */
export interface EngineServices {
  readonly gate: Service;
  /** Judges long texts; one long text takes as long as hundreds of short ones. */
  readonly longGate: Service;
  readonly validator: Service;
  readonly reader: Service;
  /** Writes whole files, which takes longer than pages. */
  readonly exporter: Service;
  /** Gives the validator the definitions of all tables. */
  define(statements: readonly string[]): void;
}

interface ServicesOptions {
  /** Folder of the role; each process has a folder of its own inside. */
  readonly folder: string;
  readonly resultsRoot: string;
  readonly limits: EngineLimits;
}

/** Opens all services; their processes start when they are needed. */
export function openServices(sandbox: Sandbox, options: ServicesOptions): EngineServices {
  let definitions: readonly string[] = [];
  const starting = (spec: (folders: PrivateFolders) => SandboxSpec) => () =>
    startPrivate({ sandbox, parent: join(options.folder, "services"), spec });
  const openGate = (nice: number) =>
    openService({
      processes: GATES,
      mostWaiting: MOST_CHECKS,
      start: starting(() => processSpec(SMALL, { mode: "gate", ...NOTHING, nice })),
    });
  const openReader = (processes: number, nice: number) =>
    openService({
      processes,
      mostWaiting: MOST_READS,
      start: starting(({ spill, result }) =>
        processSpec(options.limits, {
          mode: "reader",
          spill,
          result,
          nice,
          readable: [options.resultsRoot],
          writable: [result],
          folders: [options.resultsRoot],
        }),
      ),
    });
  const validator = openService({
    processes: VALIDATORS,
    mostWaiting: MOST_CHECKS,
    start: starting(() =>
      processSpec(SMALL, { mode: "validator", ...NOTHING, nice: LOW_PRIORITY }),
    ),
    prepare: () => [{ method: "define", argument: definitions }],
  });
  return {
    gate: openGate(0),
    longGate: openGate(LOW_PRIORITY),
    validator,
    reader: openReader(READERS, 0),
    exporter: openReader(EXPORTERS, LOW_PRIORITY),
    define(statements) {
      definitions = statements;
      validator.renew();
    },
  };
}
