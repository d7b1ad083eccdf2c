import { formatBytes, formatCount } from "@headwater/domain/format";
import { Card } from "../../ui/controls/card.tsx";
import type { TableDetail } from "./catalog-types.ts";

const SHOWN_DAYS = 60;

/** The rows of each partition as one bar per day, the newest day on the right. */
export function PartitionStrip({ partitions }: { readonly partitions: TableDetail["partitions"] }) {
  const newest = partitions.slice(0, SHOWN_DAYS).reverse();
  const top = Math.max(1, ...newest.map((partition) => partition.rows));
  if (newest.length === 0) return null;
  return (
    <Card
      title="Partitions"
      note={`rows per submission_date, ${newest[0]?.day} to ${newest.at(-1)?.day}, at most ${formatCount(top)} a day`}
    >
      <ul className="flex h-16 items-end gap-px">
        {newest.map(({ day, rows, sizeBytes, files }) => (
          <li
            key={day}
            title={`${day}: ${formatCount(rows)} rows, ${formatBytes(sizeBytes)} in ${files} files`}
            className="group flex h-full max-w-16 grow items-end"
          >
            <span className="sr-only">{`${day}: ${formatCount(rows)} rows`}</span>
            <span
              aria-hidden
              className="w-full rounded-t-[2px] bg-accent opacity-70 group-hover:opacity-100"
              style={{ height: `${Math.max(3, (rows / top) * 100)}%` }}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
