import { CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { Card } from "../../ui/controls/card.tsx";
import type { Overview } from "./overview.ts";

interface Step {
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly done: boolean;
}

function stepsFor({ recent, runs, hasPassword, hasOwnSchemas }: Overview, role: string): Step[] {
  const all: Step[] = [
    {
      title: "Run a query",
      text: "Open SQL, press Ctrl+Enter, sort the result, draw a chart.",
      path: recent[0] === undefined ? "/sql" : `/sql/${recent[0].id}`,
      done: runs.length > 0,
    },
    {
      title: "Set a password",
      text: "Your sign-in link worked only once; with a password you can sign in again.",
      path: "/account",
      done: hasPassword,
    },
  ];
  if (role === "admin")
    all.push({
      title: "Register your schemas",
      text: "A document type gets a table as soon as its schema is registered.",
      path: "/admin/schemas",
      done: hasOwnSchemas,
    });
  return all;
}

/** The first things to do in a new installation. */
export function FirstSteps({
  overview,
  role,
}: {
  readonly overview: Overview;
  readonly role: string;
}) {
  return (
    <Card title="First steps">
      <ul className="flex flex-col">
        {stepsFor(overview, role).map(({ title, text, path, done }) => (
          <li key={title}>
            <Link
              href={path}
              className="-mx-2 flex items-start gap-3 rounded-control px-2 py-2 hover:bg-surface-2"
            >
              {done ? (
                <CircleCheck aria-label="Done" className="mt-0.5 size-4 shrink-0 text-good" />
              ) : (
                <CircleDashed aria-label="To do" className="mt-0.5 size-4 shrink-0 text-text-3" />
              )}
              <span>
                <span className="font-medium">{title}</span>
                <span className="block text-text-2">{text}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
