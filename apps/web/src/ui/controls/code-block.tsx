"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./icon-button.tsx";

/** Text in a monospace font with a button that copies the text. */
export function CodeBlock({ label, text }: { readonly label: string; readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className="relative rounded-control border border-line bg-surface-0">
      <section aria-label={label} className="max-h-[50vh] overflow-auto p-3 pr-11">
        <pre className="font-mono text-12 break-words whitespace-pre-wrap">{text}</pre>
      </section>
      <IconButton
        label={copied ? "Copied" : "Copy"}
        icon={copied ? <Check /> : <Copy />}
        onClick={() => void copy()}
        className="absolute top-1 right-1"
        side="left"
      />
    </div>
  );
}
