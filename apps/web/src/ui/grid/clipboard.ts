import { toast } from "sonner";

/** Puts text on the clipboard and says whether that worked; without a secure origin browsers refuse. */
export async function writeClipboard(text: string, said = "Copied"): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(said);
  } catch {
    toast.error("The browser did not allow copying.");
  }
}
