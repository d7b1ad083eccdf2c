import { openSchemaSource } from "@headwater/db/schemas";
import { columnName } from "@headwater/domain/schemas";
import type { StartRole } from "../role-context.ts";
import { runLoader } from "./run-loader.ts";
import { openGeoLookup } from "./steps/geo.ts";
import { openSteps } from "./steps/index.ts";

/**
 * Starts the data store loader: reads the log, decides every submission and lands it exactly once.
 */
export const startRole: StartRole = async (context) => {
  const { config, database } = context;
  const schemas = await openSchemaSource(database);
  const { geoDatabase, proxyHops } = config.loader;
  const geo = geoDatabase === undefined ? null : openGeoLookup(geoDatabase);
  await runLoader(context, {
    decide: openSteps({ schemas, geo, proxyHops }),
    columnName,
    refresh: schemas.refresh,
  });
};
