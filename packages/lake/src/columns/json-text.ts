import { replaceLoneSurrogates } from "@headwater/schemas";

/**
 * JSON text of a parsed value. The text is well-formed with any strings, and numbers that are no
 * doubles keep every digit.
 */
export function jsonText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  return replaceLoneSurrogates(stringify(value)).text;
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Only a value with a bigint comes here: a replacer for every document would cost more than
    // this second pass.
    return JSON.stringify(value, (_key, item: unknown) =>
      typeof item === "bigint" ? RAW.rawJSON(item.toString()) : item,
    );
  }
}

// Node has `rawJSON`, but TypeScript's standard types do not have it yet.
const RAW = JSON as typeof JSON & { rawJSON(text: string): unknown };
