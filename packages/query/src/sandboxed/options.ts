/** The options of a sandboxed process, passed as its only argument. */
export interface ProcessOptions {
  readonly mode: "trial" | "worker" | "gate" | "validator" | "reader";
  readonly threads: number;
  readonly memoryMb: number;
  /** Private folder for data that does not fit into memory; null for none. */
  readonly spill: string | null;
  readonly spillMb: number;
  /** Private folder for files that the role moves away; null for none. */
  readonly result: string | null;
  /** The only folders that the engine may use, for a process that runs statements of our own. */
  readonly folders: readonly string[];
}

/** Starts one mode: the promise resolves with the message handler when the mode is ready. */
export type StartMode = (
  options: ProcessOptions,
  send: (message: unknown) => void,
) => Promise<(message: unknown) => void>;
