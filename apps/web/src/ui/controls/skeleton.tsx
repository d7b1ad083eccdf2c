import { cx } from "./class-names.ts";

/** The grey shape of what is coming. */
export function Skeleton({ className }: { readonly className: string }) {
  return (
    <div aria-hidden className={cx("animate-pulse rounded-control bg-surface-2", className)} />
  );
}
