import { z } from "zod";

/** A moment: text on the wire, a Date for both sides. */
export const moment = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** A whole number of any size: text on the wire, a bigint for both sides. */
export const bigInteger = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
});
