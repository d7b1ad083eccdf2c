/**
 * The text of a value in one line; `muted` marks a word such as NULL that is not the value itself.
 */
export interface CellText {
  readonly text: string;
  readonly muted: boolean;
}

/**
 * The most characters that a cell shows: a payload of megabytes in each row would stop the browser.
 */
const MAX_CELL_CHARACTERS = 300;

/**
 * The one-line text of a cell: NULL and the empty string differ, and nested values are on one line.
 */
export function cellText(value: unknown): CellText {
  if (value === null || value === undefined) return { text: "NULL", muted: true };
  if (value === "") return { text: "''", muted: true };
  return { text: oneLine(plainText(value)), muted: false };
}

/** The whole value as text, for copying and for the inspector. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function oneLine(text: string): string {
  const cut = text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS)}…` : text;
  return cut.replaceAll(/\s*[\r\n]+\s*/g, " ⏎ ");
}

/**
 * A number with separators of thousands and all its digits: wide integers and decimals come as text
 * and stay text.
 */
export function numberText(value: unknown): string {
  const text = plainText(value);
  const [, sign = "", whole = "", rest = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === "") return text;
  return `${sign}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}${rest}`;
}

/** The text of the inspector: nested values and JSON text are indented over several lines. */
export function inspectedText(value: unknown): string {
  if (typeof value === "object" && value !== null) return JSON.stringify(value, null, 2);
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    // Text that begins like JSON but is not valid JSON is shown unchanged.
    try {
      return JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      return value;
    }
  }
  return cellText(value).muted ? cellText(value).text : plainText(value);
}
