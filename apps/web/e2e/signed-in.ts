import { resolve } from "node:path";

/**
 * The file of the first admin's session, which the setup writes for the journeys: in this checkout,
 * whatever the current folder is.
 */
export const SIGNED_IN = resolve(import.meta.dirname, "../../../test-results/signed-in.json");
