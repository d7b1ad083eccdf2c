const SYMBOLS: Record<string, string> = {
  mod: "Ctrl",
  ctrl: "Ctrl",
  tab: "Tab",
  enter: "↵",
  shift: "⇧",
  alt: "Alt",
  esc: "Esc",
};

/** Keys as they are written on the keyboard: `mod+k` is shown as Ctrl K. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split("+").map((key) => (
        <kbd
          key={key}
          className="rounded-[4px] border border-line bg-surface-2 px-1 font-mono text-[11px] leading-4 text-text-2"
        >
          {SYMBOLS[key] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}
