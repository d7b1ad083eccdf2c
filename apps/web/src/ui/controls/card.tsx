import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

interface CardProps {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** True for content that reaches the edges, such as a table. */
  readonly flush?: boolean;
}

/** A surface with a title that groups related content. */
export function Card({ title, note, actions, children, className, flush = false }: CardProps) {
  return (
    <section
      {...(title === undefined ? {} : { "aria-label": title })}
      className={cx(
        "min-w-0 rounded-card border border-line bg-surface-1",
        flush && "overflow-hidden",
        className,
      )}
    >
      {title === undefined ? null : (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
          <div className="flex min-w-0 flex-1 basis-48 flex-wrap items-baseline gap-x-3">
            <h2 className="text-14 font-semibold">{title}</h2>
            {note === undefined ? null : <span className="text-12 text-text-3">{note}</span>}
          </div>
          {actions === undefined ? null : (
            <div className="ml-auto flex items-center gap-2">{actions}</div>
          )}
        </header>
      )}
      <div className={flush ? "" : cx("px-4 pb-4", title === undefined && "pt-4")}>{children}</div>
    </section>
  );
}
