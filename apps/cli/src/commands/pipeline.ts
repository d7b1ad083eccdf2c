import { detailLine, type StageDetail } from "@headwater/domain/stages";
import { Option } from "commander";
import type { AddCommands } from "../command-line.ts";
import type { Portal } from "../portal.ts";
import { areAllWell, namesOf } from "../stage-rows.ts";
import { renderTable } from "../table.ts";

interface Instance {
  readonly stage: string;
  readonly instance: string;
  readonly state: string;
  readonly ageSeconds: number;
  readonly details: readonly StageDetail[];
}

interface Status {
  readonly stages: readonly Instance[];
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

const STATUS_FORMATS = ["table", "json"] as const;

/** `hw status`: each stage and the accounting identity; exit code 1 when a stage is not running. */
async function showStatus(portal: Portal, format: (typeof STATUS_FORMATS)[number]): Promise<void> {
  const status = await portal.get<Status>("/api/v1/status");
  process.stdout.write(
    format === "json" ? `${JSON.stringify(status, null, 2)}\n` : statusText(status),
  );
  if (!areAllWell(status.stages)) process.exitCode = 1;
}

function statusText({ stages, accounting }: Status): string {
  const now = new Date();
  const names = namesOf(stages);
  const rows = stages.map((one, index) => [
    names[index],
    one.state,
    `${one.ageSeconds} s ago`,
    one.state === "running" || one.state === "degraded" ? detailLine(one.details, now) : "",
  ]);
  const { accepted, live, rejected, duplicate, dropped } = accounting;
  return [
    renderTable(["stage", "state", "seen", "details"], rows, 120),
    "",
    `accepted ${accepted} = live ${live} + rejected ${rejected} + duplicate ${duplicate} + dropped ${dropped}`,
    "",
  ].join("\n");
}

/** `hw verify`: checks manifests, checksums and accounting; exit code 1 if it finds an error. */
async function verify(portal: Portal): Promise<void> {
  const { files, rows, findings } = await portal.post<Verification>("/api/v1/verify", {});
  for (const finding of findings)
    process.stdout.write(`${finding.kind}: ${finding.subject}: ${finding.message}\n`);
  process.stdout.write(`${files} files, ${rows} rows checked, ${findings.length} findings\n`);
  if (findings.length > 0) process.exitCode = 1;
}

export const addCommands: AddCommands = (program, { portal }) => {
  program
    .command("status")
    .description("show the state of every stage, and the sums of the accounting")
    .addOption(
      new Option("--format <format>", "output format").choices(STATUS_FORMATS).default("table"),
    )
    .action(({ format }: { format: (typeof STATUS_FORMATS)[number] }) =>
      showStatus(portal, format),
    );
  program
    .command("verify")
    .description("check manifests, file checksums and accounting")
    .action(() => verify(portal));
};
