import { resolve } from "node:path";

/** Where the setup leaves the first admin's session for the journeys: in this checkout, whatever folder they are started from. */
export const SIGNED_IN = resolve(import.meta.dirname, "../../../test-results/signed-in.json");
