/** One line of the printed table. */
export interface Row {
  readonly figure: string;
  readonly ours: string;
  /** The value of the floor or the peer, measured in the same run. */
  readonly floor: string;
  readonly ratio: string;
  readonly bar: string;
  /** Null for a figure without a bar. */
  readonly met: boolean | null;
}

/** A measurement: `run` does the work and returns its rows. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  run(): Promise<readonly Row[]>;
}
