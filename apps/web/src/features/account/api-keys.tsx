"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { CodeBlock } from "../../ui/controls/code-block.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { SimpleTable } from "../../ui/controls/simple-table.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";

interface ApiKeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly createdAt: Date;
  readonly lastRequest: Date | null;
}

/**
 * The card where a person makes and revokes API keys. A key is shown once, and a revoked key stops
 * working at once.
 */
export function ApiKeys({ keys }: { readonly keys: readonly ApiKeyRow[] }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const [fresh, setFresh] = useState<string | null>(null);
  const refresh = () =>
    queryClient.invalidateQueries({ queryKey: api.account.overview.queryKey() });
  const create = useMutation(
    api.account.createKey.mutationOptions({
      onSuccess: ({ key }) => {
        setFresh(key);
        void refresh();
      },
    }),
  );
  const revoke = useMutation(
    api.account.revokeKey.mutationOptions({
      onSettled: refresh,
      onError: (problem) => toast.error(problem.message),
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    create.mutate({ name: String(new FormData(event.currentTarget).get("name")) });
    event.currentTarget.reset();
  };
  return (
    <Card title="API keys" note="each key has the same rights as you" flush>
      <div className="flex flex-col gap-3 px-4 pb-4">
        <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
          <TextField
            label="What it is for"
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            className="w-64 max-tablet:grow"
          />
          <Button type="submit" busy={create.isPending}>
            Create key
          </Button>
        </form>
        {create.error === null ? null : <Banner tone="bad">{create.error.message}</Banner>}
        {fresh === null ? null : (
          <>
            <Banner tone="good">
              Copy the key now: it is not shown again. Use it as HEADWATER_API_KEY, or in the header
              Authorization: Key …
            </Banner>
            <CodeBlock label="New API key" text={fresh} />
          </>
        )}
      </div>
      {keys.length === 0 ? null : (
        <SimpleTable
          label="API keys"
          columns={[
            { name: "Name", render: (key) => key.name ?? "" },
            {
              name: "Begins with",
              render: (key) => <span className="font-mono text-12">{key.start}…</span>,
            },
            { name: "Created", render: (key) => <TimeStamp at={key.createdAt} /> },
            {
              name: "Last used",
              render: (key) =>
                key.lastRequest === null ? (
                  <span className="text-text-3">never</span>
                ) : (
                  <TimeStamp at={key.lastRequest} />
                ),
            },
            {
              name: "Actions",
              render: (key) => (
                <Button size="small" kind="danger" onClick={() => revoke.mutate({ id: key.id })}>
                  Revoke
                </Button>
              ),
            },
          ]}
          rows={keys}
          rowKey={(key) => key.id}
        />
      )}
    </Card>
  );
}
