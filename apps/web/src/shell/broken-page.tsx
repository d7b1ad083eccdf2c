"use client";

import { Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/controls/button.tsx";
import { EmptyState } from "../ui/controls/empty-state.tsx";

const UNKNOWN = "Something broke on our side. The log of the portal says what.";

/** What the portal says of its health; it is asked then, since a failed page is told no reason. */
async function askReason(): Promise<string> {
  try {
    const { message } = (await (await fetch("/api/health")).json()) as { message?: string };
    return message ?? UNKNOWN;
  } catch {
    return "The portal does not answer.";
  }
}

/** Stands where a page failed, and says what is the matter with the product where that is the reason. */
export function BrokenPage({ onRetry }: { readonly onRetry: () => void }) {
  const [reason, setReason] = useState(UNKNOWN);
  useEffect(() => {
    void askReason().then(setReason);
  }, []);
  const retry = (): void => {
    onRetry();
    // What failed was rendered on the server: it is asked for anew.
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
