import { Banner } from "../../ui/controls/banner.tsx";
import type { ImportOutcome } from "./admin-types.ts";

const WORDS = {
  registered: "new",
  additive: "extended",
  unchanged: "unchanged",
  refused: "refused",
} as const;

/** What became of each file, refusals first. */
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
  const summary = (["registered", "additive", "unchanged", "refused"] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${WORDS[outcome]}`)
    .join(", ");
  return (
    <div className="flex flex-col gap-2">
      <Banner tone={refused.length > 0 ? "warn" : "good"}>
        {dryRun ? "An import would give: " : "Imported: "}
        {summary}.
      </Banner>
      {refused.length === 0 ? null : (
        <ul
          aria-label="Refused schemas"
          className="max-h-60 overflow-auto rounded-card border border-line"
        >
          {refused.map((one) => (
            <li key={one.schema} className="border-b border-line px-3 py-2 last:border-b-0">
              <span className="font-mono text-12">{one.schema}</span>
              {(one.reasons ?? []).map(({ path, reason }) => (
                <p key={path + reason} className="text-12 text-text-2">
                  {path === "" ? reason : `${path}: ${reason}`}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
