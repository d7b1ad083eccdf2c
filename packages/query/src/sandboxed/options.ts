/** How a sandboxed process starts; sent as its one argument. */
export interface ProcessOptions {
  readonly mode: "trial" | "worker" | "gate" | "validator" | "reader";
  readonly threads: number;
  readonly memoryMb: number;
  /** Private folder for what does not fit in memory, null for none. */
  readonly spill: string | null;
  readonly spillMb: number;
  /** Private folder for files that the role takes over, null for none. */
  readonly result: string | null;
  /** The only folders the engine may touch, for a process that runs statements of our own. */
  readonly folders: readonly string[];
}

/** Starts one mode: resolves with its message handler when it is ready to work. */
export type StartMode = (
  options: ProcessOptions,
  send: (message: unknown) => void,
) => Promise<(message: unknown) => void>;
