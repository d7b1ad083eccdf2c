const WINDOW_MS = 60_000;
const SAMPLES_PER_COMMIT = 200;

/** Measures the time from acceptance until rows are queryable, over the last minute. */
export class Freshness {
  #samples: { at: number; ms: number }[] = [];

  /**
   * Records a commit at `now` (milliseconds) with the submission times (microseconds) of its rows,
   * without replays.
   */
  note(now: number, submissions: readonly number[]): void {
    const step = Math.max(1, Math.floor(submissions.length / SAMPLES_PER_COMMIT));
    for (let index = 0; index < submissions.length; index += step)
      this.#samples.push({ at: now, ms: now - (submissions[index] ?? 0) / 1000 });
    this.#samples = this.#samples.filter(({ at }) => at > now - WINDOW_MS);
  }

  /** The 95th percentile in milliseconds; null if the last minute has no rows. */
  p95(now: number): number | null {
    const recent = this.#samples
      .filter(({ at }) => at > now - WINDOW_MS)
      .map(({ ms }) => ms)
      .sort((one, other) => one - other);
    const value = recent[Math.ceil(recent.length * 0.95) - 1];
    return value === undefined ? null : Math.round(value);
  }
}
