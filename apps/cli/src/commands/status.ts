import type { Portal } from "../portal.ts";
import { renderTable } from "../table.ts";

interface Status {
  readonly stages: readonly {
    readonly stage: string;
    readonly state: string;
    readonly ageSeconds: number;
    readonly details: Readonly<Record<string, unknown>>;
  }[];
  readonly accounting: {
    readonly accepted: number;
    readonly live: number;
    readonly rejected: number;
    readonly duplicate: number;
    readonly dropped: number;
  };
}

interface Verification {
  readonly files: number;
  readonly rows: number;
  readonly findings: readonly {
    readonly kind: string;
    readonly subject: string;
    readonly message: string;
  }[];
}

/** `hw status`: each stage and the accounting identity; exit code 1 when a stage is not running. */
export async function showStatus(portal: Portal): Promise<void> {
  const { stages, accounting } = await portal.get<Status>("/api/v1/status");
  const rows = stages.map((stage) => [
    stage.stage,
    stage.state,
    `${stage.ageSeconds} s ago`,
    JSON.stringify(stage.details),
  ]);
  process.stdout.write(`${renderTable(["stage", "state", "seen", "details"], rows, 100)}\n\n`);
  const { accepted, live, rejected, duplicate, dropped } = accounting;
  process.stdout.write(
    `accepted ${accepted} = live ${live} + rejected ${rejected} + duplicate ${duplicate} + dropped ${dropped}\n`,
  );
  if (stages.some((stage) => stage.state !== "running")) process.exitCode = 1;
}

/** `hw verify`: manifests, checksums and accounting; exit code 1 when anything is off. */
export async function verify(portal: Portal): Promise<void> {
  const { files, rows, findings } = await portal.post<Verification>("/api/v1/verify", {});
  for (const finding of findings)
    process.stdout.write(`${finding.kind}: ${finding.subject}: ${finding.message}\n`);
  process.stdout.write(`${files} files, ${rows} rows checked, ${findings.length} findings\n`);
  if (findings.length > 0) process.exitCode = 1;
}

/** `hw apikey create`: the key is shown once. */
export async function createApiKey(portal: Portal, name: string): Promise<void> {
  const { key } = await portal.post<{ key: string }>("/api/v1/api-keys", { name });
  process.stdout.write(`${key}\n`);
}
