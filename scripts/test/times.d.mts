/** A part of the checks or a test file, and its time. */
interface Timed {
  readonly name: string;
  readonly ms: number;
}

interface Suite {
  readonly file?: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly tests: readonly { readonly results: readonly { readonly duration: number }[] }[];
  }[];
}

export function timesReport(
  parts: readonly Timed[],
  files: readonly Timed[],
  shown?: number,
): string[];
export function journeyTimes(
  report: { readonly suites: readonly Suite[] },
  folder: string,
): Timed[];
