"use client";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { PasswordCard } from "./password-card.tsx";

/** The page where a person changes their password and API keys. */
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
          <PasswordCard
            hasPassword={data.hasPassword}
            byLink={data.byLink}
            hasKeys={data.keys.length > 0}
          />
          <ApiKeys keys={data.keys} />
        </div>
      )}
    </Page>
  );
}
