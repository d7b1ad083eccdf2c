import { isOfDemo } from "@headwater/runtime/roles";

interface Row {
  readonly stage: string;
  readonly instance: string;
  readonly state: string;
}

/** Names of the instances in the table: the stage, or the instance if the stage has several. */
export function namesOf(rows: readonly Row[]): string[] {
  const byStage = Map.groupBy(rows, ({ stage }) => stage);
  return rows.map(({ stage, instance }) => (byStage.get(stage)?.length === 1 ? stage : instance));
}

/** Whether every stage works: each instance runs, or its stage does not need the instance. */
export function areAllWell(rows: readonly Row[]): boolean {
  const running = new Set(
    rows.filter(({ state }) => state === "running").map(({ stage }) => stage),
  );
  return rows.every(({ stage, state }) => {
    if (state === "running") return true;
    // A demo fleet that is switched off stays stopped, which is no problem.
    if (isOfDemo(stage)) return state === "stopped" || state === "silent";
    // A stage does not need an instance that was stopped on purpose while another instance runs.
    return state === "stopped" && running.has(stage);
  });
}
