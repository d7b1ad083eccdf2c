"use client";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import { TooltipProvider } from "../controls/tooltip.tsx";

/** The providers of every page: tooltips, toasts and state in the URL. */
export function UiProviders({ children }: { readonly children: ReactNode }) {
  return (
    <NuqsAdapter>
      <TooltipProvider>
        {children}
        <Toaster
          position="bottom-right"
          toastOptions={{
            style: {
              background: "var(--surface-1)",
              color: "var(--text)",
              border: "1px solid var(--line)",
              fontSize: 13,
            },
          }}
        />
      </TooltipProvider>
    </NuqsAdapter>
  );
}
