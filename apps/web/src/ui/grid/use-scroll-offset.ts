"use client";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { clampOffset, scrollSpace } from "./scroll-window.ts";

/**
 * Maps the scroll bar of a capped scroll area to a row offset, so that each of a million rows can
 * be reached and the wheel still moves row by row.
 */
export function useScrollOffset(
  area: RefObject<HTMLElement | null>,
  rows: number,
  headHeight: number,
) {
  const viewport = useViewport(area, headHeight);
  const [offset, setOffset] = useState(0);
  const [left, setLeft] = useState(0);
  const space = scrollSpace(rows, viewport.height);
  const latest = useRef({ offset, left, space });
  latest.current = { offset, left, space };

  const moveTo = useCallback(
    (wanted: number) => {
      const next = clampOffset(latest.current.space, wanted);
      latest.current.offset = next;
      setOffset(next);
      const element = area.current;
      if (element !== null) element.scrollTop = next / latest.current.space.ratio;
    },
    [area],
  );

  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    // A grid that was hidden comes back with its state, but its element has lost its scroll
    // position.
    element.scrollTop = latest.current.offset / latest.current.space.ratio;
    element.scrollLeft = latest.current.left;
    const onScroll = () => {
      setLeft(element.scrollLeft);
      const { space: now, offset: at } = latest.current;
      // A scroll that this hook caused is reported in rounded pixels, so the exact offset is kept.
      if (Math.abs(element.scrollTop - at / now.ratio) < 1.5) return;
      latest.current.offset = clampOffset(now, element.scrollTop * now.ratio);
      setOffset(latest.current.offset);
    };
    const onWheel = (event: WheelEvent) => {
      if (latest.current.space.ratio <= 1 || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      moveTo(latest.current.offset + event.deltaY);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("wheel", onWheel);
    };
  }, [area, moveTo]);

  return { viewport, offset: clampOffset(space, offset), left, space, moveTo };
}

/** The size of the visible part, without the header. */
function useViewport(area: RefObject<HTMLElement | null>, headHeight: number) {
  const [viewport, setViewport] = useState({ height: 400, width: 800 });
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    const measure = () =>
      setViewport({
        height: Math.max(0, element.clientHeight - headHeight),
        width: element.clientWidth,
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [area, headHeight]);
  return viewport;
}
