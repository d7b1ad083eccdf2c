import { toast } from "sonner";
import { signInFor } from "./sign-in-address.ts";

/** Says once that the portal no longer knows the person, and offers to sign in and come back to this page. */
export function noticeSessionEnd({ status }: Response): void {
  if (status !== 401) return;
  toast.warning("Your session has ended. What you wrote stays in this browser.", {
    id: "session-ended",
    duration: Number.POSITIVE_INFINITY,
    action: { label: "Sign in", onClick: () => window.location.assign(signInFor(here())) },
  });
}

const here = (): string => window.location.pathname + window.location.search;
