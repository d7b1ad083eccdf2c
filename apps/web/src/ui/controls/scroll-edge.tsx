"use client";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { cx } from "./class-names.ts";

interface ScrollEdgeProps {
  readonly label: string;
  /** A stop for Tab, where nothing inside is one: what scrolls must be reachable by keyboard. */
  readonly tabStop: boolean;
  /** Takes the height that is left and scrolls downwards too. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** A frame that scrolls sideways; its right edge fades while something is hidden behind it. */
export function ScrollEdge({ label, tabStop, fill = false, children }: ScrollEdgeProps) {
  const box = useRef<HTMLElement>(null);
  const [hasMore, setMore] = useState(false);
  const look = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    setMore(element.scrollWidth - element.clientWidth - element.scrollLeft > 1);
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(look);
    for (const one of [element, ...element.children]) observer.observe(one);
    return () => observer.disconnect();
  }, [look]);
  return (
    <div className={cx("relative", fill && "flex min-h-0 grow flex-col")}>
      <section
        ref={box}
        aria-label={label}
        className={fill ? "min-h-0 grow overflow-auto" : "overflow-x-auto"}
        tabIndex={tabStop ? 0 : -1}
        onScroll={look}
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
