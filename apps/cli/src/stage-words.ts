type Details = Readonly<Record<string, unknown>>;

/** What a stage says of itself, on one line: trouble first, then where it is and its figures. */
export function stageWords(details: Details): string {
  return [...troubles(details), ...place(details), ...figures(details)].join(", ");
}

function troubles(details: Details): string[] {
  const notes = Array.isArray(details["notes"]) ? details["notes"] : [];
  return [details["reason"], details["log"], details["message"], ...notes].filter(isText);
}

function place({ host, port, sandbox, demo }: Details): string[] {
  return [
    ...(isText(host) && typeof port === "number" ? [`at ${host}:${port}`] : []),
    ...(isText(sandbox) ? [`sandbox ${sandbox}`] : []),
    ...(isText(demo) ? [`demo ${demo}`] : []),
  ];
}

function figures(details: Details): string[] {
  const { rate, lag, freshnessP95Ms, lastCommit, liveFiles, damaged } = details;
  const id = typeof lastCommit === "object" && lastCommit !== null ? Object(lastCommit).id : null;
  return [
    ...(typeof rate === "number" ? [`${rate} pings/s`] : []),
    ...(lag === undefined ? [] : [behind(lag)]),
    ...(typeof freshnessP95Ms === "number"
      ? [`queryable within ${(freshnessP95Ms / 1000).toFixed(1)} s (95 %)`]
      : []),
    ...(typeof id === "number" ? [`commit ${id}`] : []),
    ...(typeof liveFiles === "number" ? [`${liveFiles} files`] : []),
    ...(typeof damaged === "number" && damaged > 0 ? [`${damaged} damaged`] : []),
  ];
}

/** Records that wait, over all topics; a topic that could not be asked says so. */
function behind(lag: unknown): string {
  const counts = typeof lag === "object" && lag !== null ? Object.values(lag) : [lag];
  if (counts.some((count) => typeof count !== "number")) return "lag unknown";
  const sum = counts.reduce((total: number, count) => total + Number(count), 0);
  return sum === 0 ? "no lag" : `${sum} behind`;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
