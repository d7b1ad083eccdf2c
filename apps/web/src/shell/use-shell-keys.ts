"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { destinationsFor } from "./navigation.ts";

interface ShellKeys {
  readonly scopes: readonly string[];
  readonly fold: () => void;
  readonly openPalette: () => void;
  readonly showKeys: () => void;
}

/**
 * The most milliseconds between `g` and the letter; a later letter was meant for something else.
 */
const SEQUENCE_MS = 1200;

/**
 * The keys of every page: search, list of keys, fold the sidebar, and `g` with a letter to open a
 * page.
 */
export function useShellKeys(actions: ShellKeys): void {
  const router = useRouter();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = keyHandler(
      () => latest.current,
      (path) => router.push(path),
    );
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [router]);
}

function keyHandler(actions: () => ShellKeys, push: (path: string) => void) {
  let pressedGAt = Number.NEGATIVE_INFINITY;
  return (event: KeyboardEvent): void => {
    if (isSearch(event)) {
      event.preventDefault();
      actions().openPalette();
      return;
    }
    if (hasModifier(event) || isTyping(event.target)) return;
    const isSecond = event.timeStamp - pressedGAt < SEQUENCE_MS;
    pressedGAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const path = isSecond ? pathFor(event.key, actions().scopes) : undefined;
    if (path === undefined) actOn(event.key, actions());
    else push(path);
  };
}

const isSearch = (event: KeyboardEvent): boolean =>
  event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);

function pathFor(key: string, scopes: readonly string[]): string | undefined {
  return destinationsFor(scopes).find((destination) => destination.key === key)?.path;
}

function actOn(key: string, actions: ShellKeys): void {
  if (key === "[") actions.fold();
  if (key === "?") actions.showKeys();
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** True where a key is text, so that typing a letter never leaves the page. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest(".monaco-editor") !== null)
  );
}
