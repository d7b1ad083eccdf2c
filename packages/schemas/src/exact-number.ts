/**
 * A number of a document that no double can represent, with its original digits. Integers of
 * ordinary length are bigints instead. In JSON text an ExactNumber is an ordinary number.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The value that `JSON.stringify` writes for the number. */
  toJSON(): unknown {
    return RAW.rawJSON(this.text);
  }
}

// Node has `rawJSON`, but TypeScript's standard types do not have it yet.
const RAW = JSON as typeof JSON & { rawJSON(text: string): unknown };
