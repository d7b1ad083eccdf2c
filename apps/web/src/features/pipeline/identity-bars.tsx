import { formatCount, formatShare } from "@headwater/domain/format";
import type { Accounting } from "./pipeline-types.ts";

const PARTS = [
  { key: "live", label: "Live", colour: "var(--good)" },
  { key: "rejected", label: "Rejected", colour: "var(--bad)" },
  { key: "duplicate", label: "Duplicate", colour: "var(--series-1)" },
  { key: "dropped", label: "Dropped", colour: "var(--series-10)" },
] as const;

/** The accepted pings as one bar, and below it the four outcomes that add up to this number. */
export function IdentityBars({ total }: { readonly total: Accounting["total"] }) {
  const open = total.accepted - PARTS.reduce((sum, { key }) => sum + total[key], 0);
  if (total.accepted === 0)
    return <p className="text-text-2">Nothing was accepted in this range.</p>;
  return (
    <div className="flex flex-col gap-2">
      <Bar label="Accepted" value={total.accepted} of={total.accepted} colour="var(--text-3)" />
      {PARTS.map(({ key, label, colour }) => (
        <Bar key={key} label={label} value={total[key]} of={total.accepted} colour={colour} />
      ))}
      <p className="text-12 text-text-3">
        {open === 0
          ? `${formatCount(total.accepted)} = ${PARTS.map(({ key }) => formatCount(total[key])).join(" + ")}: every ping is accounted for.`
          : `${formatCount(open)} pings have not landed yet.`}
      </p>
    </div>
  );
}

function Bar({
  label,
  value,
  of,
  colour,
}: {
  readonly label: string;
  readonly value: number;
  readonly of: number;
  readonly colour: string;
}) {
  return (
    <div className="grid grid-cols-[80px_1fr_minmax(110px,max-content)] items-center gap-3">
      <span className="text-text-2">{label}</span>
      <span aria-hidden className="h-2.5 rounded-full bg-surface-2">
        <span
          className="block h-full rounded-full"
          style={{
            width: `${(value / of) * 100}%`,
            minWidth: value > 0 ? 3 : 0,
            background: colour,
          }}
        />
      </span>
      <span className="tabular text-right">
        {formatCount(value)}{" "}
        <span className="inline-block w-14 text-text-3">{formatShare(value, of)}</span>
      </span>
    </div>
  );
}
