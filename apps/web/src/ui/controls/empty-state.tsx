import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** True if the page has no other content: the title is then the page's heading. */
  readonly isPage?: boolean;
}

/** Takes the place of missing content: says what will appear here, and offers the next action. */
export function EmptyState({ icon, title, children, action, isPage = false }: EmptyStateProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <span aria-hidden className="text-text-3 [&>svg]:size-6">
        {icon}
      </span>
      <Title className="text-14 font-medium">{title}</Title>
      {children === undefined ? null : (
        <div className="max-w-[52ch] text-13 text-text-2">{children}</div>
      )}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
