/** A running Headwater with a separate home. */
export interface Stack {
  readonly home: string;
  readonly pid: number | undefined;
  readonly url: string;
  readonly edgeUrl: string;
  /** One-time sign-in link; null once somebody has signed in. */
  readonly signInUrl: string | null;
  output(): string;
  /** Closes the reader of the stack's outputs, like `npm start | head`. */
  closeOutput(): void;
  /** Stops the stack like a person would; resolves with the exit code. */
  stop(): Promise<number | string>;
  /** Removes all state. */
  remove(): void;
}

interface StackOptions {
  readonly home?: string;
  readonly demo?: "on" | "off";
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the command after it, such as `nice` or `unshare`. */
  readonly within?: readonly string[];
}

export function startStack(options?: StackOptions): Promise<Stack>;
