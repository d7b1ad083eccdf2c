import { cx } from "./class-names.ts";

/** A grey shape in place of content that is loading. */
export function Skeleton({ className }: { readonly className: string }) {
  return (
    <div aria-hidden className={cx("animate-pulse rounded-control bg-surface-2", className)} />
  );
}
