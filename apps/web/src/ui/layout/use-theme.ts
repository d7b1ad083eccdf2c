"use client";
import { useCallback, useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";
const KEY = "headwater-theme";
const CHANGED = "headwater-theme-changed";

/** The chosen theme, stored in this browser. */
export function useTheme(): {
  choice: ThemeChoice;
  isDark: boolean;
  choose: (choice: ThemeChoice) => void;
} {
  const choice = useSyncExternalStore(subscribe, readChoice, () => "system" as const);
  const isDark = useSyncExternalStore(subscribe, readDark, () => false);
  const choose = useCallback((next: ThemeChoice) => {
    localStorage.setItem(KEY, next);
    apply();
    dispatchEvent(new Event(CHANGED));
  }, []);
  return { choice, isDark, choose };
}

function apply(): void {
  const choice = readChoice();
  const dark =
    choice === "dark" ||
    (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

function readChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

const readDark = (): boolean => document.documentElement.dataset["theme"] === "dark";

function subscribe(onChange: () => void): () => void {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const onSystem = () => {
    apply();
    onChange();
  };
  addEventListener(CHANGED, onChange);
  media.addEventListener("change", onSystem);
  return () => {
    removeEventListener(CHANGED, onChange);
    media.removeEventListener("change", onSystem);
  };
}
