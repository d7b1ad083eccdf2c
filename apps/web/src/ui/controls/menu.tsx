"use client";
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { Kbd } from "./kbd.tsx";

interface MenuProps {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom" | "right";
}

/** A menu that opens from a button. */
export function Menu({ trigger, children, align = "end", side = "bottom" }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          className="z-50 min-w-44 rounded-card border border-line bg-surface-1 p-1 text-13 text-text shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly danger?: boolean;
  readonly checked?: boolean;
  readonly disabled?: boolean;
}

/** One action of a menu; with `checked`, one of several choices. */
export function MenuItem({
  children,
  onSelect,
  icon,
  keys,
  danger = false,
  checked,
  disabled = false,
}: MenuItemProps) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      {...(checked === undefined ? {} : { role: "menuitemradio", "aria-checked": checked })}
      className={cx(
        "flex h-8 cursor-pointer items-center gap-2 rounded-[4px] px-2 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-surface-2 [&>svg]:size-4 [&>svg]:text-text-3",
        danger && "text-bad",
      )}
    >
      {icon}
      <span className="grow">{children}</span>
      {keys === undefined ? null : <Kbd keys={keys} />}
      {checked === true ? <Check aria-hidden /> : null}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 py-1.5 text-12 text-text-3">{children}</DropdownMenu.Label>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
