"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2, UserPlus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { Select } from "../../ui/controls/select.tsx";
import { SimpleTable, type TableColumn } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { StatusDot } from "../../ui/controls/status-dot.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import { AddPersonDialog } from "./add-person-dialog.tsx";
import { AdminFrame } from "./admin-frame.tsx";
import type { Person } from "./admin-types.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { ROLE_OPTIONS, type RoleName } from "./role-options.ts";

/** The page of all people who may sign in, with their roles. */
export function PeoplePage({ viewerId }: { readonly viewerId: string }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const { data, error } = useQuery(api.admin.people.queryOptions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.admin.people.queryKey() });
  const change = useMutation(
    api.admin.changePerson.mutationOptions({
      onSettled: refresh,
      onError: (problem) => toast.error(problem.message),
    }),
  );
  const makeLink = useMutation(
    api.admin.signInLink.mutationOptions({
      onSuccess: (made) => setLink(made.link),
      onError: (problem) => toast.error(problem.message),
    }),
  );
  const columns = personColumns({
    viewerId,
    onChange: (next) => change.mutate(next),
    onLink: (id) => makeLink.mutate({ id }),
  });
  return (
    <AdminFrame
      section="/admin/people"
      title="People"
      about="Viewers read and run saved queries. Analysts also write queries and see single pings. Admins also manage schemas and people."
      actions={
        <Button
          kind="primary"
          icon={<UserPlus className="size-4" />}
          onClick={() => setAdding(true)}
        >
          Add person
        </Button>
      }
    >
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      <Card flush className="overflow-hidden">
        {data === undefined ? (
          <Skeleton className="m-3 h-40" />
        ) : (
          <SimpleTable
            label="People"
            columns={columns}
            rows={data}
            rowKey={(person) => person.id}
          />
        )}
      </Card>
      <AddPersonDialog
        open={isAdding}
        onOpenChange={setAdding}
        onAdded={(made) => {
          setAdding(false);
          setLink(made);
          void refresh();
        }}
      />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </AdminFrame>
  );
}

interface PersonActions {
  readonly viewerId: string;
  readonly onChange: (next: { id: string; role?: RoleName; banned?: boolean }) => void;
  readonly onLink: (id: string) => void;
}

function personColumns({ viewerId, onChange, onLink }: PersonActions): TableColumn<Person>[] {
  return [
    {
      name: "Person",
      render: (person: Person) => (
        <span className={person.banned ? "text-text-3 line-through" : ""}>{person.name}</span>
      ),
    },
    { name: "E-mail", render: (person: Person) => person.email },
    {
      name: "Role",
      render: (person: Person) => (
        <Select
          compact
          label={`Role of ${person.name}`}
          value={person.role as RoleName}
          options={ROLE_OPTIONS}
          onChange={(role) => onChange({ id: person.id, role })}
        />
      ),
    },
    {
      name: "State",
      render: (person: Person) => (
        <StatusDot
          tone={person.banned ? "idle" : "good"}
          word={person.banned ? "disabled" : "active"}
        />
      ),
    },
    {
      name: "Last seen",
      render: (person: Person) =>
        person.lastSeenAt === null ? (
          <span className="text-text-3">never</span>
        ) : (
          <TimeStamp at={person.lastSeenAt} />
        ),
    },
    {
      name: "Actions",
      render: (person: Person) => (
        <span className="flex gap-2">
          <Button
            size="small"
            kind="quiet"
            icon={<Link2 className="size-3.5" />}
            onClick={() => onLink(person.id)}
          >
            Sign-in link
          </Button>
          {person.id === viewerId ? null : (
            <Button
              size="small"
              kind="quiet"
              onClick={() => onChange({ id: person.id, banned: !person.banned })}
            >
              {person.banned ? "Enable" : "Disable"}
            </Button>
          )}
        </span>
      ),
    },
  ];
}
