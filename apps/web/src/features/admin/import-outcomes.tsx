import { Banner } from "../../ui/controls/banner.tsx";
import type { ImportOutcome } from "./admin-types.ts";

const WORDS = {
  registered: "new",
  additive: "extended",
  unchanged: "unchanged",
  refused: "refused",
} as const;

/** The outcome of each imported file: refusals first, then the warnings about the others. */
export function ImportOutcomes({
  outcomes,
  dryRun,
}: {
  readonly outcomes: readonly ImportOutcome[];
  readonly dryRun: boolean;
}) {
  const count = (outcome: ImportOutcome["outcome"]) =>
    outcomes.filter((one) => one.outcome === outcome).length;
  const refused = outcomes.filter((one) => one.outcome === "refused");
  const warned = outcomes.filter(({ warnings = [] }) => warnings.length > 0);
  const summary = (["registered", "additive", "unchanged", "refused"] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${WORDS[outcome]}`)
    .join(", ");
  return (
    <div className="flex flex-col gap-2">
      <Banner tone={refused.length > 0 ? "warn" : "good"}>
        {dryRun ? "Result of an import: " : "Imported: "}
        {summary}.
      </Banner>
      <Notes
        label="Refused schemas"
        schemas={refused.map(({ schema, reasons = [] }) => ({ schema, notes: reasons }))}
      />
      {warned.length === 0 ? null : (
        <Banner tone="warn">
          {warned.length === 1 ? "One schema has" : `${warned.length} schemas have`} warnings: check
          the points below before you rely on the tables.
        </Banner>
      )}
      <Notes
        label="Warnings"
        schemas={warned.map(({ schema, warnings = [] }) => ({ schema, notes: warnings }))}
      />
    </div>
  );
}

interface NotesProps {
  readonly label: string;
  readonly schemas: readonly {
    readonly schema: string;
    readonly notes: readonly { readonly path: string; readonly reason: string }[];
  }[];
}

function Notes({ label, schemas }: NotesProps) {
  if (schemas.length === 0) return null;
  return (
    <ul aria-label={label} className="max-h-60 overflow-auto rounded-card border border-line">
      {schemas.map(({ schema, notes }) => (
        <li key={schema} className="border-b border-line px-3 py-2 last:border-b-0">
          <span className="font-mono text-12">{schema}</span>
          {notes.map(({ path, reason }) => (
            <p key={path + reason} className="text-12 text-text-2">
              {path === "" ? reason : `${path}: ${reason}`}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
