"use client";

import { BrokenPage } from "@/shell/broken-page.tsx";

/** Replaces a page that failed. */
export default function PageError({ reset }: { readonly reset: () => void }) {
  return <BrokenPage onRetry={reset} />;
}
