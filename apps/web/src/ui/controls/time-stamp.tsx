"use client";
import { formatAgo } from "@headwater/domain/format";
import { useEffect, useState } from "react";

/** A time, shown relative to now, with the exact time (UTC) on hover. */
export function TimeStamp({ at }: { readonly at: Date }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 5000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time
      dateTime={at.toISOString()}
      title={`${at.toISOString().replace("T", " ").slice(0, 19)} UTC`}
      className="tabular whitespace-nowrap"
      suppressHydrationWarning
    >
      {formatAgo(at, now)}
    </time>
  );
}
