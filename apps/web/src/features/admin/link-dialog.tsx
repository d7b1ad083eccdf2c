"use client";
import { CodeBlock } from "../../ui/controls/code-block.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";

/** Shows a one-time link once, so that the admin can give it to the person. */
export function LinkDialog({
  link,
  onClose,
}: {
  readonly link: string | null;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open={link !== null}
      onOpenChange={(open) => !open && onClose()}
      title="One-time sign-in link"
      description="Give this link to the person. The link works once, within 24 hours, and is not shown again."
    >
      <CodeBlock label="Sign-in link" text={link ?? ""} />
    </Dialog>
  );
}
