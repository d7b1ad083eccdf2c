import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The name of the button, shown as tooltip and announced by screen readers. */
  readonly label: string;
  readonly keys?: string;
  readonly icon: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that shows only an icon, with a name for tooltip and screen readers. */
export function IconButton({ label, keys, icon, side, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip
      text={label}
      {...(keys === undefined ? {} : { keys })}
      {...(side === undefined ? {} : { side })}
    >
      <button
        {...rest}
        type="button"
        aria-label={label}
        className={cx(
          "inline-flex size-8 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-surface-2 hover:text-text disabled:opacity-50 max-tablet:size-10 [&>svg]:size-4",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
