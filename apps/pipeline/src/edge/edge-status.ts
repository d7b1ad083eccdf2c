import { type StageDetail, troubleDetail } from "@headwater/domain/stages";
import type { LogError, LogEvent } from "@headwater/log";
import { diskShortage } from "../disk-shortage.ts";
import type { RoleContext } from "../role-context.ts";

/** Keeps the edge's status row: where the edge listens, and the reason while it accepts no pings. */
export interface EdgeStatus {
  /** Takes what the log tells. */
  observe(event: LogEvent): void;
  /** Notes where the edge listens from now on. */
  listening(place: { readonly host: string; readonly port: number }): void;
}

export function openEdgeStatus({ config, logger, report }: RoleContext): EdgeStatus {
  let place = { host: config.host, port: config.edgePort };
  let trouble: string | null = null;
  const tell = (): void => {
    const details = placeDetails(place);
    if (trouble === null) report("running", details);
    else report("degraded", [troubleDetail(trouble), ...details]);
  };
  const { reserveBytes } = config.edge;
  const reasonOf = ({ code, message }: LogError): string => {
    const shortage = diskShortage({ use: "ingest", folder: config.paths.log, reserveBytes });
    return code === "full" ? `Pings are refused. ${shortage ?? "The disk is full."}` : message;
  };
  return {
    listening(address) {
      place = address;
      tell();
      logger.info(place, "edge is listening");
    },
    observe(event) {
      if (event.kind === "failed") {
        logger.error({ err: event.error }, "the log takes nothing");
        trouble = reasonOf(event.error);
        tell();
      }
      if (event.kind === "writable") {
        logger.info("the log takes appends again");
        trouble = null;
        tell();
      }
      if (event.kind === "recovered" && (event.truncatedBytes > 0 || event.damaged.length > 0)) {
        const { topic, truncatedBytes, damaged } = event;
        logger.warn({ topic, truncatedBytes, damaged }, "the log was recovered");
      }
    },
  };
}

function placeDetails({ host, port }: { host: string; port: number }): StageDetail[] {
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
