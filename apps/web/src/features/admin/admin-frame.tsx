import Link from "next/link";
import type { ReactNode } from "react";
import { tabsOf } from "../../shell/navigation.ts";
import { cx } from "../../ui/controls/class-names.ts";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { Page } from "../../ui/layout/page.tsx";

interface AdminFrameProps {
  readonly section: string;
  readonly title: string;
  readonly about: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the admin pages: the list of pages on top, the chosen page below. */
export function AdminFrame({ section, title, about, actions, children }: AdminFrameProps) {
  return (
    <Page>
      <nav aria-label="Admin" className="mb-4 flex gap-4 overflow-x-auto border-b border-line">
        {tabsOf("/admin").map(({ path, name }) => (
          <Link
            key={path}
            href={path}
            aria-current={path === section ? "page" : undefined}
            className={cx(
              "-mb-px flex h-9 items-center border-b-2 px-0.5 font-medium max-tablet:h-10",
              path === section
                ? "border-accent text-text"
                : "border-transparent text-text-2 hover:text-text",
            )}
          >
            {name}
          </Link>
        ))}
      </nav>
      <PageHeader title={title} actions={actions}>
        {about}
      </PageHeader>
      {children}
    </Page>
  );
}
