import {
  type Claimant,
  forgottenInstances,
  freeInstanceName,
  type StageInstance,
} from "@headwater/domain/stages";
import type { Database } from "../client.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/** The report of a process about its state. */
export interface InstanceReport extends Claimant {
  /** The name that the process got with its first report; null before the first report. */
  readonly instance: string | null;
  readonly state: string;
  readonly metricsPort: number | null;
  readonly details: StageInstance["details"];
  readonly startedAt: Date;
}

interface ReportOptions {
  /** Whether a process of this machine runs. */
  readonly isAlive: (pid: number) => boolean;
}

const COLUMNS = `stage, instance, host, pid, state, metrics_port AS "metricsPort", details, started_at AS "startedAt", at`;

/**
 * Writes the row of an instance; resolves with the instance's name, which the next report must
 * contain. A process gets a name with its first report, and another name if a new process has taken
 * its row while the process was silent.
 */
export async function reportInstance(
  database: Timed,
  report: InstanceReport,
  options: ReportOptions,
): Promise<string> {
  if (report.instance !== null && (await refresh(database, report))) return report.instance;
  for (;;) {
    const name = await claim(database, report, options);
    if (name !== null) return name;
  }
}

/** Updates the row of this process; returns false if the row no longer belongs to the process. */
async function refresh({ pool, now }: Timed, report: InstanceReport): Promise<boolean> {
  const { instance, pid, startedAt, state, metricsPort, details } = report;
  const { rowCount } = await pool.query(
    `UPDATE stage_status SET state = $4, metrics_port = $5, details = $6, at = $7
     WHERE instance = $1 AND pid = $2 AND started_at = $3`,
    [instance, pid, startedAt, state, metricsPort, JSON.stringify(details), now()],
  );
  return rowCount === 1;
}

/** Takes a free name; null if another process took the same name meanwhile. */
async function claim(
  database: Timed,
  report: InstanceReport,
  { isAlive }: ReportOptions,
): Promise<string | null> {
  const now = database.now();
  const { stage, host, pid, state, metricsPort, details, startedAt } = report;
  const known = await listInstances(database);
  const name = freeInstanceName(report, known, { now, isAlive });
  const before = known.find(({ instance }) => instance === name);
  const { rowCount } = await database.pool.query(
    `INSERT INTO stage_status AS s (instance, stage, host, pid, state, metrics_port, details, started_at, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (instance) DO UPDATE SET stage = $2, host = $3, pid = $4, state = $5, metrics_port = $6,
       details = $7, started_at = $8, at = $9
     WHERE s.pid = $10 AND s.started_at = $11 AND s.at = $12`,
    [
      ...[name, stage, host, pid, state, metricsPort, JSON.stringify(details), startedAt],
      ...[now, before?.pid, before?.startedAt, before?.at],
    ],
  );
  return rowCount === 1 ? name : null;
}

/** Lists every instance that has reported its state and was not removed, by stage and name. */
export async function listInstances({ pool }: Pooled): Promise<StageInstance[]> {
  const { rows } = await pool.query<StageInstance>(
    `SELECT ${COLUMNS} FROM stage_status ORDER BY stage, instance`,
  );
  return rows;
}

/** Removes the rows of instances that have not reported for a long time. */
export async function removeForgottenInstances(database: Timed): Promise<void> {
  const forgotten = forgottenInstances(await listInstances(database), database.now());
  if (forgotten.length === 0) return;
  // The condition contains the time of the last report, so that an instance that has reported
  // meanwhile stays.
  await database.pool.query(
    `DELETE FROM stage_status s USING unnest($1::text[], $2::timestamptz[]) AS gone (instance, at)
     WHERE s.instance = gone.instance AND s.at = gone.at`,
    [forgotten.map(({ instance }) => instance), forgotten.map(({ at }) => at)],
  );
}
