import type { ReactNode } from "react";
import { cx } from "../controls/class-names.ts";

/** Room of a page inside the frame: full width for data, narrow for forms and text. */
export function Page({
  children,
  narrow = false,
}: {
  readonly children: ReactNode;
  readonly narrow?: boolean;
}) {
  return (
    <div className={cx("mx-auto p-6 max-tablet:p-4", narrow ? "max-w-[1120px]" : "max-w-[1600px]")}>
      {children}
    </div>
  );
}
