/** A running Headwater on a home of its own. */
export interface Stack {
  readonly home: string;
  readonly pid: number | undefined;
  readonly url: string;
  readonly edgeUrl: string;
  /** One-time sign-in link; null once somebody has signed in. */
  readonly signInUrl: string | null;
  output(): string;
  /** Ends the reader of its outputs, as `npm start | head` does. */
  closeOutput(): void;
  /** Stops it as a person would; resolves with the exit code. */
  stop(): Promise<number | string>;
  /** Removes all state. */
  remove(): void;
}

interface StackOptions {
  readonly home?: string;
  readonly demo?: "on" | "off";
  readonly env?: Readonly<Record<string, string>>;
  /** A command that becomes the one that follows it, as `nice` and `unshare` do. */
  readonly within?: readonly string[];
}

export function startStack(options?: StackOptions): Promise<Stack>;
