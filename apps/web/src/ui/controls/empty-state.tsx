import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where nothing is yet: what will be here and the one thing to do. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <span aria-hidden className="text-text-3 [&>svg]:size-6">
        {icon}
      </span>
      <p className="text-14 font-medium">{title}</p>
      {children === undefined ? null : (
        <div className="max-w-[52ch] text-13 text-text-2">{children}</div>
      )}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
