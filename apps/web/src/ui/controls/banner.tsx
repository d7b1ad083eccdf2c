import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

export type Tone = "good" | "warn" | "bad" | "info";

const TONES = {
  good: { box: "bg-good-soft", icon: <CircleCheck className="text-good" /> },
  warn: { box: "bg-warn-soft", icon: <TriangleAlert className="text-warn" /> },
  bad: { box: "bg-bad-soft", icon: <CircleAlert className="text-bad" /> },
  info: { box: "bg-accent-soft", icon: <Info className="text-info" /> },
} as const;

/** A message inside a page that says what happened and what to do. */
export function Banner({
  tone = "info",
  children,
  action,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cx(
        "flex items-start gap-2 rounded-control px-3 py-2 text-13 text-text [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
        TONES[tone].box,
      )}
    >
      {TONES[tone].icon}
      <div className="min-w-0 grow break-words">{children}</div>
      {action}
    </div>
  );
}
