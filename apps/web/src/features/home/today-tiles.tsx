import { formatCount, formatDuration, formatShare, formatShort } from "@headwater/domain/format";
import { StatTile } from "../../ui/controls/stat-tile.tsx";
import type { Overview } from "./overview.ts";

/** The four figures of the day (UTC). */
export function TodayTiles({ overview }: { readonly overview: Overview }) {
  const { today, yesterday, days, freshnessMs } = overview;
  const open = today.accepted - today.live - today.rejected - today.duplicate - today.dropped;
  return (
    <div className="grid grid-cols-2 gap-4 xl:grid-cols-4">
      <StatTile
        label="Pings today"
        value={formatShort(today.accepted)}
        note={`${formatShort(yesterday)} yesterday`}
        trend={days.map((day) => day.accepted)}
      />
      <StatTile
        label="Accounted for"
        value={formatShare(today.accepted - open, today.accepted)}
        note={
          today.accepted === 0
            ? "nothing was accepted today"
            : `${formatCount(today.live)} live, ${formatCount(today.rejected)} rejected, ${formatCount(today.duplicate)} duplicate, ${formatCount(today.dropped)} dropped`
        }
      />
      <StatTile
        label="Freshness"
        value={freshnessMs === null ? "–" : formatDuration(freshnessMs)}
        note={
          freshnessMs === null
            ? "nothing landed in the last 5 minutes"
            : "from accepted to queryable"
        }
      />
      <StatTile
        label="Rejected"
        value={formatShare(today.rejected, today.accepted)}
        note={`${formatCount(today.rejected)} today`}
        trend={days.map((day) => day.rejected)}
      />
    </div>
  );
}
