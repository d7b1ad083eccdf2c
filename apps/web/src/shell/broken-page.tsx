"use client";

import { Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/controls/button.tsx";
import { EmptyState } from "../ui/controls/empty-state.tsx";

const UNKNOWN = "The portal failed to show this page. Its log has the reason.";

/** Reads the state of the portal, because the error of a failed page has no reason. */
async function askReason(): Promise<string> {
  try {
    const { message } = (await (await fetch("/api/health")).json()) as { message?: string };
    return message ?? UNKNOWN;
  } catch {
    return "The portal does not answer. Check that it is running.";
  }
}

/** Takes the place of a failed page and shows the portal's own trouble, if that is the reason. */
export function BrokenPage({ onRetry }: { readonly onRetry: () => void }) {
  const [reason, setReason] = useState(UNKNOWN);
  useEffect(() => {
    void askReason().then(setReason);
  }, []);
  const retry = (): void => {
    onRetry();
    // The failed part was rendered on the server, so the page is requested again.
    location.reload();
  };
  return (
    <main>
      <EmptyState
        icon={<Unplug />}
        isPage
        title="This page can't be shown now"
        action={<Button onClick={retry}>Try again</Button>}
      >
        {reason}
      </EmptyState>
    </main>
  );
}
