"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { TextField } from "../../ui/controls/field.tsx";

interface PasswordState {
  readonly hasPassword: boolean;
  /**
   * True for a person who signed in by a one-time link: the form then asks for no current password.
   */
  readonly byLink: boolean;
  readonly hasKeys: boolean;
}

/**
 * The form that sets or changes the password. All other sessions end, and the API keys too if the
 * person chooses so.
 */
export function PasswordCard({ hasPassword, byLink, hasKeys }: PasswordState) {
  const { save, version } = useSave();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const current = form.get("current");
    save.mutate({
      next: String(form.get("next")),
      endKeys: form.get("endKeys") !== null,
      ...(current === null ? {} : { current: String(current) }),
    });
  };
  return (
    <Card title="Password">
      <form key={version} onSubmit={submit} className="flex max-w-[360px] flex-col gap-3">
        {hasPassword ? null : <NoPassword />}
        {save.error === null ? null : <Banner tone="bad">{save.error.message}</Banner>}
        {hasPassword && !byLink ? <CurrentField /> : null}
        <TextField
          label="New password"
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={200}
          required
          hint="At least 8 characters, and not a common password"
        />
        {hasKeys ? <EndKeys /> : null}
        <Button
          kind="primary"
          type="submit"
          busy={save.isPending}
          icon={<KeyRound className="size-4" />}
          className="self-start"
        >
          {hasPassword ? "Change password" : "Set password"}
        </Button>
      </form>
    </Card>
  );
}

/**
 * Saves a password. `version` counts the saved passwords; as the form's key it empties the form
 * after each.
 */
function useSave() {
  const api = useApi();
  const queryClient = useQueryClient();
  const [version, setVersion] = useState(0);
  const save = useMutation(
    api.account.setPassword.mutationOptions({
      onSuccess: ({ keysEnded }) => {
        toast.success(keysEnded === 0 ? "Password saved." : `Password saved. ${ended(keysEnded)}`);
        setVersion(version + 1);
        void queryClient.invalidateQueries({ queryKey: api.account.overview.queryKey() });
      },
    }),
  );
  return { save, version };
}

function ended(keys: number): string {
  return keys === 1 ? "1 API key ended." : `${keys} API keys ended.`;
}

function NoPassword() {
  return (
    <Banner tone="warn">
      You have no password yet. Your sign-in link worked only once: set a password, or you will need
      a new link to sign in again.
    </Banner>
  );
}

function CurrentField() {
  return (
    <TextField
      label="Current password"
      name="current"
      type="password"
      autoComplete="current-password"
      required
    />
  );
}

function EndKeys() {
  return (
    <label className="flex items-start gap-2 text-13 max-tablet:min-h-6">
      <input type="checkbox" name="endKeys" className="mt-0.5 accent-(--accent)" />
      <span>
        End my API keys too
        <span className="block text-12 text-text-3">
          Scripts that use these keys stop working. Choose this if someone else knew the old
          password, because they may have made a key.
        </span>
      </span>
    </label>
  );
}
