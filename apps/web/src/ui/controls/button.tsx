import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./class-names.ts";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly size?: "normal" | "small";
  /** True while the action runs: the button keeps its width and can't be pressed again. */
  readonly busy?: boolean;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

const KINDS: Record<ButtonKind, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110",
  plain: "bg-surface-1 text-text border-line-strong hover:bg-surface-2",
  quiet: "bg-transparent text-text-2 border-transparent hover:bg-surface-2 hover:text-text",
  danger: "bg-surface-1 text-bad border-line-strong hover:bg-bad-soft",
};

/** The class names of a button, also for links that look like a button. */
export function buttonClass(
  kind: ButtonKind = "plain",
  size: "normal" | "small" = "normal",
): string {
  return cx(
    "relative inline-flex items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap select-none transition-[background-color,filter] duration-120",
    "disabled:opacity-50 disabled:pointer-events-none max-tablet:min-h-10",
    size === "small" ? "h-7 px-2 text-12" : "h-8 px-3 text-13",
    KINDS[kind],
  );
}

/** A push button. */
export function Button({
  kind = "plain",
  size = "normal",
  busy = false,
  icon,
  children,
  className,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={cx(buttonClass(kind, size), className)}
    >
      <span className={cx("inline-flex items-center gap-1.5", busy && "opacity-0")}>
        {icon}
        {children}
      </span>
      {busy ? <LoaderCircle aria-hidden className="absolute size-4 animate-spin" /> : null}
    </button>
  );
}
