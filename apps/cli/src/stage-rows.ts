import { isOfDemo } from "@headwater/runtime/roles";

interface Row {
  readonly stage: string;
  readonly instance: string;
  readonly state: string;
}

/** What the table calls each instance: its stage, or its own name where the stage has several. */
export function namesOf(rows: readonly Row[]): string[] {
  const byStage = Map.groupBy(rows, ({ stage }) => stage);
  return rows.map(({ stage, instance }) => (byStage.get(stage)?.length === 1 ? stage : instance));
}

/** Whether nothing is missing: each instance runs, or its stage does without it. */
export function areAllWell(rows: readonly Row[]): boolean {
  const running = new Set(
    rows.filter(({ state }) => state === "running").map(({ stage }) => stage),
  );
  return rows.every(({ stage, state }) => {
    if (state === "running") return true;
    // The demo fleet may be switched off: then it stays stopped, and nothing is missing.
    if (isOfDemo(stage)) return state === "stopped" || state === "silent";
    // An instance that was stopped on purpose is not missed while another one runs.
    return state === "stopped" && running.has(stage);
  });
}
