"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

interface TooltipProps {
  readonly text: string;
  /** Keys with the same effect, e.g. `mod+k`. */
  readonly keys?: string;
  readonly children: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
}

/** Shows after 300 ms what a control does and which keys have the same effect. */
export function Tooltip({ text, keys, children, side = "bottom" }: TooltipProps) {
  return (
    <Radix.Root delayDuration={300}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          className="z-50 flex items-center gap-2 rounded-control border border-line bg-surface-1 px-2 py-1 text-12 text-text shadow-float"
        >
          {text}
          {keys === undefined ? null : <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
