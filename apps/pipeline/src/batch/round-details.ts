import type { StageDetail } from "@headwater/domain/stages";

/** The counts of one round of compaction and clean-up. */
export interface RoundFigures {
  readonly liveFiles: number;
  readonly merged: number;
  readonly damaged: number;
  readonly unlinked: number;
}

/** The details of the batch role's status after a round. */
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

/** The details of the batch role's status while another instance does the work. */
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

/** Damaged files are shown beside the main figure if their number is not zero. */
function damagedFiles(damaged: number): StageDetail {
  const detail = { label: "Damaged files", value: damaged, unit: "count" } as const;
  return damaged === 0 ? detail : { ...detail, short: "{} damaged", importance: "main" };
}
