import type { ReactNode } from "react";

/** The title of a page, its description in one line, and its actions. */
export function PageHeader({
  title,
  children,
  actions,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 grow">
        <h1 className="text-20 font-semibold break-words">{title}</h1>
        {children === undefined ? null : <p className="mt-0.5 text-text-2">{children}</p>}
      </div>
      {actions === undefined ? null : (
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      )}
    </header>
  );
}
