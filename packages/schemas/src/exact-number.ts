/**
 * A number of a document that no double stands for: its digits as they were sent. Integers of ordinary length are bigints
 * instead. In JSON text it is a number like any other.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What `JSON.stringify` writes for it. */
  toJSON(): unknown {
    return RAW.rawJSON(this.text);
  }
}

// Part of the engine, not yet of the compiler's standard types.
const RAW = JSON as typeof JSON & { rawJSON(text: string): unknown };
