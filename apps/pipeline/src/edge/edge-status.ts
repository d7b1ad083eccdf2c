import { type StageDetail, troubleDetail } from "@headwater/domain/stages";
import type { LogError, LogEvent } from "@headwater/log";
import { diskShortage } from "../disk-shortage.ts";
import type { RoleContext } from "../role-context.ts";

/** Writes the edge's status row: the address, and the reason while the edge accepts no pings. */
export interface EdgeStatus {
  /** Takes the events of the log. */
  observe(event: LogEvent): void;
  /** Records the address at which the edge listens from now on. */
  listening(address: { readonly host: string; readonly port: number }): void;
}

export function openEdgeStatus({ config, logger, report }: RoleContext): EdgeStatus {
  let address = { host: config.host, port: config.edgePort };
  let trouble: string | null = null;
  const reportState = (): void => {
    const details = addressDetails(address);
    if (trouble === null) report("running", details);
    else report("degraded", [troubleDetail(trouble), ...details]);
  };
  const { reserveBytes } = config.edge;
  const reasonOf = ({ code, message }: LogError): string => {
    const shortage = diskShortage({ use: "ingest", folder: config.paths.log, reserveBytes });
    return code === "full" ? `Pings are refused. ${shortage ?? "The disk is full."}` : message;
  };
  return {
    listening(next) {
      address = next;
      reportState();
      logger.info(address, "edge is listening");
    },
    observe(event) {
      if (event.kind === "failed") {
        logger.error({ err: event.error }, "the log accepts no appends");
        trouble = reasonOf(event.error);
        reportState();
      }
      if (event.kind === "writable") {
        logger.info("the log accepts appends again");
        trouble = null;
        reportState();
      }
      if (event.kind === "recovered" && (event.truncatedBytes > 0 || event.damaged.length > 0)) {
        const { topic, truncatedBytes, damaged } = event;
        logger.warn({ topic, truncatedBytes, damaged }, "the log was recovered");
      }
    },
  };
}

function addressDetails({ host, port }: { host: string; port: number }): StageDetail[] {
  return [
    {
      label: "Address",
      value: `${host.includes(":") ? `[${host}]` : host}:${port}`,
      unit: "text",
      short: "at {}",
      importance: "main",
    },
    {
      label: "Port",
      value: port,
      unit: "port",
    },
  ];
}
