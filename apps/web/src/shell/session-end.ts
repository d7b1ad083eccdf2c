import { toast } from "sonner";
import { signInFor } from "./sign-in-address.ts";

/** Shows once that the session has ended, and offers to sign in and return to this page. */
export function noticeSessionEnd({ status }: Response): void {
  if (status !== 401) return;
  toast.warning("Your session has ended. Your texts stay in this browser.", {
    id: "session-ended",
    duration: Number.POSITIVE_INFINITY,
    action: { label: "Sign in", onClick: () => window.location.assign(signInFor(here())) },
  });
}

const here = (): string => window.location.pathname + window.location.search;
