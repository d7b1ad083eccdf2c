import { FileText, SquareTerminal } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "../../ui/controls/card.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import type { Overview } from "./overview.ts";

interface RecentWorkProps {
  readonly overview: Overview;
  readonly role: string;
}

/** Saved queries and this person's last runs, newest first. */
export function RecentWork({ overview: { recent, runs }, role }: RecentWorkProps) {
  // Viewers may run only saved queries, so a run of another text would lead them nowhere.
  const ownRuns =
    role === "viewer" ? [] : runs.filter((run) => run.savedQueryId === null).slice(0, 3);
  return (
    <Card title="Recent work">
      {recent.length === 0 && ownRuns.length === 0 ? (
        <p className="text-text-2">Queries that you run or save are listed here.</p>
      ) : null}
      <ul className="flex flex-col">
        {recent.map(({ id, name, updatedAt, owner }) => (
          <Row
            key={id}
            path={`/sql/${id}`}
            icon={<FileText />}
            name={name}
            note={owner}
            at={updatedAt}
          />
        ))}
        {ownRuns.map(({ id, sql, state, queuedAt }) => (
          <Row
            key={id}
            path={`/sql?sql=${encodeURIComponent(sql)}`}
            icon={<SquareTerminal />}
            name={sql}
            note={state.replace("_", " ")}
            at={queuedAt}
            mono
          />
        ))}
      </ul>
    </Card>
  );
}

interface RowProps {
  readonly path: string;
  readonly icon: ReactNode;
  readonly name: string;
  readonly note: string;
  readonly at: Date;
  readonly mono?: boolean;
}

function Row({ path, icon, name, note, at, mono = false }: RowProps) {
  return (
    <li>
      <Link
        href={path}
        className="-mx-2 flex h-9 items-center gap-3 rounded-control px-2 hover:bg-surface-2 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-text-3"
      >
        {icon}
        <span
          className={mono ? "min-w-0 grow truncate font-mono text-12" : "min-w-0 grow truncate"}
        >
          {name}
        </span>
        <span className="shrink-0 text-12 text-text-3">{note}</span>
        <span className="shrink-0 text-12 text-text-3">
          <TimeStamp at={at} />
        </span>
      </Link>
    </li>
  );
}
