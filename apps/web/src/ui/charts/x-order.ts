/** A row with its name on a text axis and its series. */
export interface Placed {
  readonly x: string;
  readonly series: string;
}

/**
 * The order of the names on an axis, each name once: the order of the rows. Rows that come series
 * by series have no common order if a series lacks a name: sorted series stay sorted, other series
 * are merged so that each keeps its order.
 */
export function orderOfX(rows: readonly Placed[]): readonly string[] {
  const first = [...new Set(rows.map((row) => row.x))];
  const sequences = sequencesOf(rows);
  if (sequences.length < 2) return first;
  if (comesInBlocks(rows, sequences.length)) return sorted(first, sequences) ?? merged(sequences);
  const rank = new Map(first.map((x, index) => [x, index]));
  const forwards = sequences.every((sequence) =>
    isSorted(sequence, (a, b) => Number(rank.get(a)) - Number(rank.get(b))),
  );
  return forwards ? first : merged(sequences);
}

/** The names of each series, in the order of its rows. */
function sequencesOf(rows: readonly Placed[]): readonly (readonly string[])[] {
  const sequences = new Map<string, Set<string>>();
  for (const { x, series } of rows) {
    const sequence = sequences.get(series) ?? new Set();
    sequences.set(series, sequence.add(x));
  }
  return [...sequences.values()].map((sequence) => [...sequence]);
}

function comesInBlocks(rows: readonly Placed[], series: number): boolean {
  const changes = rows.filter((row, index) => index > 0 && row.series !== rows[index - 1]?.series);
  // If each series has one row, the rows show no blocks.
  return changes.length === series - 1 && rows.length > series;
}

type Compare = (a: string, b: string) => number;
// The engine sorts text by code points, not by the rules of a language.
const rising: Compare = (a, b) => (a < b ? -1 : Number(a > b));
const falling: Compare = (a, b) => rising(b, a);

function sorted(names: readonly string[], sequences: readonly (readonly string[])[]) {
  const compare = [rising, falling].find((one) => sequences.every((names) => isSorted(names, one)));
  return compare === undefined ? null : names.toSorted(compare);
}

function isSorted(names: readonly string[], compare: Compare): boolean {
  return names.every((name, index) => index === 0 || compare(names[index - 1] ?? "", name) <= 0);
}

/**
 * Merges sequences: a name that a later sequence adds is put behind the name that it follows there.
 */
function merged(sequences: readonly (readonly string[])[]): readonly string[] {
  const start = Symbol("start");
  const after = new Map<string | symbol, string | undefined>([[start, undefined]]);
  for (const sequence of sequences) {
    let before: string | symbol = start;
    for (const name of sequence) {
      if (!after.has(name)) {
        after.set(name, after.get(before));
        after.set(before, name);
      }
      before = name;
    }
  }
  const order: string[] = [];
  for (let name = after.get(start); name !== undefined; name = after.get(name)) order.push(name);
  return order;
}
