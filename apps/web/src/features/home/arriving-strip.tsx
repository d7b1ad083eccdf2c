import { formatCount } from "@headwater/domain/format";
import { Radio } from "lucide-react";
import { Card } from "../../ui/controls/card.tsx";

interface ArrivingStripProps {
  readonly types: readonly { readonly type: string; readonly count: number }[];
}

/** The number of documents of the last 60 seconds by document type. */
export function ArrivingStrip({ types }: ArrivingStripProps) {
  // Sorted by size, types of similar size would change places with every refresh.
  const byName = types.toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const total = types.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card title="Arriving now" note="last 60 seconds">
      {total === 0 ? (
        <p className="flex gap-2 text-text-2">
          <Radio aria-hidden className="mt-0.5 size-4 shrink-0 text-text-3" />
          No documents in the last minute. POST a document to the edge, and it shows up here within
          two seconds.
        </p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {byName.map(({ type, count }, index) => (
            <li key={type} className="flex items-baseline gap-2">
              <span
                aria-hidden
                className="size-2 rounded-full"
                style={{ background: `var(--series-${(index % 10) + 1})` }}
              />
              <span className="font-mono text-12">{type}</span>
              <span className="tabular font-medium">{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
