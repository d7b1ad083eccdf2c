"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  /** `sheet`: from the right, for detail beside its list. `sidebar`: from the left. */
  readonly shape?: "dialog" | "wide" | "sheet" | "sidebar";
}

const SHAPES = {
  dialog:
    "left-1/2 top-[12vh] max-h-[76vh] w-[min(460px,calc(100vw-32px))] -translate-x-1/2 rounded-dialog",
  wide: "left-1/2 top-[6vh] max-h-[88vh] w-[min(840px,calc(100vw-32px))] -translate-x-1/2 rounded-dialog",
  sheet: "right-0 top-0 h-dvh w-[min(560px,100vw)] border-y-0 border-r-0",
  sidebar: "left-0 top-0 h-dvh w-[min(280px,85vw)] border-y-0 border-l-0",
} as const;

/** A dialog for a decision, or a sheet for detail. Esc closes the dialog, and the focus returns. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  shape = "dialog",
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/35" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cx(
            "fixed z-50 flex flex-col border border-line bg-surface-1 text-text shadow-float",
            SHAPES[shape],
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-4 py-3">
            <div className="min-w-0 grow">
              <Radix.Title className="text-16 font-semibold break-words">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="mt-0.5 text-13 text-text-2">
                  {description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-surface-2 [&>svg]:size-4"
            >
              <X aria-hidden />
            </Radix.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons at the end of a dialog's form. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-4 flex flex-wrap justify-end gap-2">{children}</div>;
}
