import { openDatabase } from "@headwater/db";
import { columnName } from "@headwater/domain/schemas";
import {
  loadConfig,
  openCrashPoint,
  openLifecycle,
  openLogger,
  openMetrics,
  systemClock,
} from "@headwater/runtime";
import type { Decision } from "../src/loader/decision.ts";
import { runLoader } from "../src/loader/run-loader.ts";

const TABLE = {
  namespace: "shop",
  name: "visit_v1",
  columns: [
    { name: "submission_timestamp", type: { kind: "timestamp" } },
    { name: "document_id", type: { kind: "varchar" } },
    { name: "n", type: { kind: "bigint" } },
  ],
} as const;

/**
 * A loader whose steps kill the process when a document has a certain number, as a fault in native
 * code does.
 */
const config = loadConfig(process.env);
const database = openDatabase(config.databaseUrl ?? "");
const logger = openLogger("loader", "warn");
const lifecycle = openLifecycle({ logger });
await runLoader(
  {
    config,
    database,
    logger,
    lifecycle,
    metrics: openMetrics("loader"),
    crashPoint: openCrashPoint(undefined),
    clock: systemClock,
    report: () => undefined,
  },
  {
    columnName,
    refresh: () => Promise.resolve(),
    decide({ body, uri, submissionMicros }): Decision {
      const document = JSON.parse(Buffer.from(body).toString("utf8")) as { n: number };
      if (document.n === 1313) process.kill(process.pid, "SIGKILL");
      const documentId = uri.split("/").at(-1) ?? "";
      return {
        routing: { namespace: "shop", docType: "visit", docVersion: "1", documentId },
        metadata: { header: {} },
        debugId: null,
        outcome: {
          kind: "ok",
          value: {
            table: TABLE,
            document,
            weight: 0,
            isMended: false,
            normalizedChannel: "",
            sampleId: null,
            fields: { submission_timestamp: submissionMicros, document_id: documentId },
          },
        },
      };
    },
  },
);
