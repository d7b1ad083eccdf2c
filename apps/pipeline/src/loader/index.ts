import { listen, openSchemaSource, SCHEMA_CHANNEL } from "@headwater/db";
import { columnName } from "@headwater/domain/schemas";
import type { StartRole } from "../role-context.ts";
import { runLoader } from "./run-loader.ts";
import { openGeoLookup } from "./steps/geo.ts";
import { openSteps } from "./steps/index.ts";

/** Starts the data store loader: reads the log, decides every submission and lands it exactly once. */
export const startLoader: StartRole = async (context) => {
  const { config, database, lifecycle, logger } = context;
  const schemas = await openSchemaSource(database);
  await listen(database, [SCHEMA_CHANNEL], {
    signal: lifecycle.signal,
    onNotify() {
      schemas
        .refresh()
        .catch((error: unknown) => logger.warn({ err: error }, "schemas were not read again"));
    },
  });
  const { geoDatabase, proxyHops } = config.loader;
  const geo = geoDatabase === undefined ? null : openGeoLookup(geoDatabase);
  await runLoader(context, { decide: openSteps({ schemas, geo, proxyHops }), columnName });
};
