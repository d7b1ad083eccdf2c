import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

const TONES = {
  neutral: "bg-surface-2 text-text-2",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
} as const;

/** A short label beside a name. */
export function Badge({
  tone = "neutral",
  children,
}: {
  readonly tone?: keyof typeof TONES;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex items-center rounded-[4px] px-1.5 text-12 font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
