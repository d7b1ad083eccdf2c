import { mendHalfCharacters } from "@headwater/schemas";

/** JSON text of a parsed value, well-formed whatever its strings hold; numbers that no double holds keep every digit. */
export function jsonText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  return mendHalfCharacters(stringify(value)).text;
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Only a bigint inside gets here: a replacer on every document would cost more than the walk.
    return JSON.stringify(value, (_key, item: unknown) =>
      typeof item === "bigint" ? RAW.rawJSON(item.toString()) : item,
    );
  }
}

// Part of the engine, not yet of the compiler's standard types.
const RAW = JSON as typeof JSON & { rawJSON(text: string): unknown };
