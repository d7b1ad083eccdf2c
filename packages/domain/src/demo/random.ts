/**
 * A stream of random numbers that depends on its seed alone: the stream is the same on every
 * machine and in whatever order streams are opened.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

const PRIME = 0x01000193;

/**
 * Opens the stream of a seed. Each client and day has a stream of its own, so that a day can be
 * made again without the days before.
 */
export function openRandom(...seed: readonly (string | number)[]): Random {
  const text = seed.join("/");
  let a = hash(text, 0x811c9dc5);
  let b = hash(text, 0x9e3779b9);
  let c = hash(text, 0x85ebca6b);
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  // The first draws of two similar seeds are similar, so they are thrown away.
  for (let round = 0; round < 12; round += 1) draw();
  return { next: () => draw() / 4_294_967_296 };
}

function hash(text: string, start: number): number {
  let value = start;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  return value ^ (value >>> 15);
}

/** Whole number in [from, to]. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random.next() * (to - from + 1));
}

export const chance = (random: Random, probability: number): boolean => random.next() < probability;

/** Chooses one of the values; a value of twice the weight is chosen twice as often. */
export function pick<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.next() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  const [last] = choices.at(-1) ?? [];
  if (last === undefined) throw new RangeError("nothing to pick from");
  return last;
}

/**
 * Log-normal: half of the draws are below `median`; `spread` is the standard deviation of the
 * logarithm.
 */
export function around(random: Random, median: number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * random.next()));
}

/** Number of events of a Poisson process with this mean (up to some dozens). */
export function eventCount(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}

/** A version 4 UUID, lower case. */
export function uuid(random: Random): string {
  const digits = (length: number) =>
    Math.floor(random.next() * 16 ** length)
      .toString(16)
      .padStart(length, "0");
  const variant = "89ab"[between(random, 0, 3)] ?? "8";
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${variant}${digits(3)}-${digits(6)}${digits(6)}`;
}
