import type { ReactNode } from "react";
import { cx } from "../controls/class-names.ts";

/** The area of a page inside the frame: full width for data, narrow for forms and text. */
export function Page({
  children,
  narrow = false,
}: {
  readonly children: ReactNode;
  readonly narrow?: boolean;
}) {
  return (
    // Both widths have the same left edge, so that the title is at the same place on every page.
    <div className="mx-auto max-w-[1600px] p-6 max-tablet:p-4">
      <div className={cx(narrow && "max-w-[1072px]")}>{children}</div>
    </div>
  );
}
