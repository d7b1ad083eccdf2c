"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { ApiKeys } from "./api-keys.tsx";

/** One's own password and API keys. */
export function AccountPage({ email }: { readonly email: string }) {
  const api = useApi();
  const { data, error } = useQuery(api.account.overview.queryOptions());
  return (
    <Page narrow>
      <PageHeader title="Account">{email}</PageHeader>
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {data === undefined ? (
        <Skeleton className="h-60" />
      ) : (
        <div className="flex flex-col gap-4">
          <PasswordCard hasPassword={data.hasPassword} byLink={data.byLink} />
          <ApiKeys keys={data.keys} />
        </div>
      )}
    </Page>
  );
}

interface PasswordState {
  readonly hasPassword: boolean;
  /** Signed in by a one-time link: the current password is not asked for. */
  readonly byLink: boolean;
}

function PasswordCard({ hasPassword, byLink }: PasswordState) {
  const api = useApi();
  const queryClient = useQueryClient();
  const [version, setVersion] = useState(0);
  const save = useMutation(
    api.account.setPassword.mutationOptions({
      onSuccess: () => {
        toast.success("Password saved.");
        setVersion(version + 1);
        void queryClient.invalidateQueries({ queryKey: api.account.overview.queryKey() });
      },
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const current = form.get("current");
    save.mutate({
      next: String(form.get("next")),
      ...(current === null ? {} : { current: String(current) }),
    });
  };
  return (
    <Card title="Password">
      <form key={version} onSubmit={submit} className="flex max-w-[360px] flex-col gap-3">
        {hasPassword ? null : (
          <Banner tone="warn">
            You have no password yet. The link that brought you here worked once: without a password
            you need a new one to come back.
          </Banner>
        )}
        {save.error === null ? null : <Banner tone="bad">{save.error.message}</Banner>}
        {hasPassword && !byLink ? (
          <TextField
            label="Current password"
            name="current"
            type="password"
            autoComplete="current-password"
            required
          />
        ) : null}
        <TextField
          label="New password"
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={8}
          required
          hint="8 characters or more"
        />
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
