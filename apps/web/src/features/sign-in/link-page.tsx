"use client";
import Link from "next/link";
import { useState } from "react";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { postAuth } from "./post-auth.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

/**
 * The page of a one-time link. Only the button uses the link up, so a preview of the link does no
 * harm.
 */
export function LinkPage({ token }: { readonly token: string }) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const signIn = async (): Promise<void> => {
    setBusy(true);
    const problem = await postAuth("sign-in/link", { token });
    if (problem === null) window.location.assign("/");
    else {
      setBusy(false);
      setError(problem);
    }
  };
  return (
    <SignInFrame title="Sign in to Headwater">
      <div className="flex flex-col gap-3">
        {error === null ? (
          <p className="text-text-2">
            This link works once. Set a password on your account page afterwards, so that you can
            sign in without a link.
          </p>
        ) : (
          <Banner tone="bad">{error}</Banner>
        )}
        <Button kind="primary" busy={busy} autoFocus onClick={() => void signIn()}>
          Sign in
        </Button>
        {error === null ? null : (
          <Link href="/sign-in" className="text-center text-12 text-accent hover:underline">
            Sign in with a password instead
          </Link>
        )}
      </div>
    </SignInFrame>
  );
}
