"use client";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { cx } from "./class-names.ts";

interface ScrollEdgeProps {
  readonly label: string;
  /** True if no element inside takes the focus: a scrolling area must be reachable by keyboard. */
  readonly tabStop: boolean;
  /** True if the frame takes the remaining height and also scrolls vertically. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** A frame that scrolls horizontally. Its right edge fades while more content is to the right. */
export function ScrollEdge({ label, tabStop, fill = false, children }: ScrollEdgeProps) {
  const box = useRef<HTMLElement>(null);
  const [hasMore, setMore] = useState(false);
  const measure = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    setMore(element.scrollWidth - element.clientWidth - element.scrollLeft > 1);
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    for (const one of [element, ...element.children]) observer.observe(one);
    return () => observer.disconnect();
  }, [measure]);
  return (
    <div className={cx("relative", fill && "flex min-h-0 grow flex-col")}>
      <section
        ref={box}
        aria-label={label}
        className={fill ? "min-h-0 grow overflow-auto" : "overflow-x-auto"}
        tabIndex={tabStop ? 0 : -1}
        onScroll={measure}
      >
        {children}
      </section>
      {hasMore ? (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-0 w-12 bg-linear-to-l from-surface-1 to-transparent"
        />
      ) : null}
    </div>
  );
}
