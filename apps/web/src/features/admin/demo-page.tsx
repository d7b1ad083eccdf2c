"use client";
import { formatCount } from "@headwater/domain/format";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { Dialog, DialogActions } from "../../ui/controls/dialog.tsx";
import { AdminFrame } from "./admin-frame.tsx";

const WORDS: Record<string, string> = {
  on: "The demo fleet is on: a simulated fleet of 400 clients keeps sending pings.",
  loading: "The demo's history is being loaded.",
  removed:
    "The demo was removed and does not come back. The last pings of its fleet can take a minute to disappear.",
  off: "The demo is off on this installation.",
};

const LIST = new Intl.ListFormat("en-GB");

function removedWords(counts: Readonly<Record<string, number>>): string {
  const removed = Object.entries(counts).filter(([, count]) => count > 0);
  if (removed.length === 0) return "the demo";
  return LIST.format(removed.map(([what, count]) => `${formatCount(count)} ${what}`));
}

/** The page that removes everything of the demo with one action. */
export function DemoPage() {
  const api = useApi();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { data } = useQuery(api.admin.demo.queryOptions());
  const remove = useMutation(
    api.admin.removeDemo.mutationOptions({
      onSuccess: ({ counts }) => {
        toast.success(`Removed ${removedWords(counts)}.`);
        setAsking(false);
        void queryClient.invalidateQueries();
      },
      onError: (problem) => toast.error(problem.message),
    }),
  );
  const isThere = data?.kind === "on" || data?.kind === "loading";
  return (
    <AdminFrame
      section="/admin/demo"
      title="Demo"
      about="Simulated data for trying every part of Headwater."
    >
      <Card>
        <div className="flex max-w-[70ch] flex-col items-start gap-4">
          <p>{WORDS[data?.kind ?? ""] ?? "…"}</p>
          {isThere ? (
            <>
              <p className="text-text-2">
                Removing the demo stops its fleet and deletes its saved queries, schemas, tables and
                rows. If you imported a schema of your own for one of its document types, that
                schema and its real pings stay.
              </p>
              <Button
                kind="danger"
                icon={<Trash2 className="size-4" />}
                onClick={() => setAsking(true)}
              >
                Remove the demo
              </Button>
            </>
          ) : null}
        </div>
      </Card>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Remove the demo?"
        description="This can't be undone."
      >
        <Banner tone="warn">All tables, rows and saved queries of the demo will be deleted.</Banner>
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove the demo
          </Button>
        </DialogActions>
      </Dialog>
    </AdminFrame>
  );
}
