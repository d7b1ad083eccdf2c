/** One line of the printed table. */
export interface Row {
  readonly figure: string;
  readonly ours: string;
  /** What it is held against, measured in the same run. */
  readonly floor: string;
  readonly ratio: string;
  readonly bar: string;
  /** Null where there is no bar. */
  readonly met: boolean | null;
}

/** A measurement: `run` does the work and returns its rows. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  run(): Promise<readonly Row[]>;
}
