import { toast } from "sonner";

/**
 * Puts text on the clipboard and shows whether that worked. Browsers refuse it without a secure
 * origin.
 */
export async function writeClipboard(text: string, message = "Copied"): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(message);
  } catch {
    toast.error(
      "The browser did not allow copying. Browsers allow it only with https or on localhost.",
    );
  }
}
