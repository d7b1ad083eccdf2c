import { cx } from "./class-names.ts";

const COLOURS = {
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
  idle: "bg-line-strong",
} as const;

/** A state as a coloured dot, always with its word. */
export function StatusDot({
  tone,
  word,
  pulsing = false,
}: {
  readonly tone: keyof typeof COLOURS;
  readonly word: string;
  readonly pulsing?: boolean;
}) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden
        className={cx("size-2 rounded-full", COLOURS[tone], pulsing && "animate-pulse")}
      />
      {word}
    </span>
  );
}
