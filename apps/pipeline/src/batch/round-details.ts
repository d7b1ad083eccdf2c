import type { StageDetail } from "@headwater/domain/stages";

/** What one round of compaction and clearing up found and did. */
export interface RoundFigures {
  readonly liveFiles: number;
  readonly merged: number;
  readonly damaged: number;
  readonly unlinked: number;
}

/** What the batch role says of itself after a round. */
export function roundDetails(figures: RoundFigures): StageDetail[] {
  const { liveFiles, merged, damaged, unlinked } = figures;
  return [
    {
      label: "Live files",
      value: liveFiles,
      unit: "count",
      short: "{} files",
      importance: "main",
    },
    {
      label: "Merged in the last round",
      value: merged,
      unit: "count",
    },
    {
      label: "Deleted in the last round",
      value: unlinked,
      unit: "count",
    },
    damagedFiles(damaged),
  ];
}

/** What the batch role says while another instance does the work. */
export function standbyDetails(): StageDetail[] {
  return [
    {
      label: "Compaction",
      value: "another instance does it",
      unit: "text",
      short: "stands by",
      importance: "main",
    },
  ];
}

/** Damaged files are worth a place beside the main figure, none of them is not. */
function damagedFiles(damaged: number): StageDetail {
  const detail = { label: "Damaged files", value: damaged, unit: "count" } as const;
  return damaged === 0 ? detail : { ...detail, short: "{} damaged", importance: "main" };
}
