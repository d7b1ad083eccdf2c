"use client";
import { type FormEvent, useState } from "react";
import { pageAfter } from "../../shell/sign-in-address.ts";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { postAuth } from "./post-auth.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

/** The page to sign in by e-mail and password. */
export function SignInPage() {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const problem = await postAuth("sign-in/email", {
      email: form.get("email"),
      password: form.get("password"),
    });
    if (problem === null) window.location.assign(pageAfter(window.location));
    setBusy(false);
    setError(problem);
  };
  return (
    <SignInFrame title="Sign in to Headwater">
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {error === null ? null : <Banner tone="bad">{error}</Banner>}
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button kind="primary" type="submit" busy={busy}>
          Sign in
        </Button>
        <p className="text-12 text-text-3">
          No password, or a forgotten password? An admin can make a one-time link for you in Admin,
          People. An admin can get a link with <code>npm run hw -- signin-link</code> on the machine
          that runs Headwater.
        </p>
      </form>
    </SignInFrame>
  );
}
