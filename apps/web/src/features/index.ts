import type { FeatureManifest } from "../shell/manifest.ts";
import { account } from "./account/manifest.ts";
import { admin } from "./admin/manifest.ts";
import { catalog } from "./catalog/manifest.ts";
import { home } from "./home/manifest.ts";
import { pipeline } from "./pipeline/manifest.ts";
import { savedQueries } from "./saved-queries/manifest.ts";
import { sql } from "./sql/manifest.ts";

/** The manifests of all features, for the browser; `server.ts` lists their parts on the server. */
export const MANIFESTS: readonly FeatureManifest[] = [
  home,
  sql,
  savedQueries,
  pipeline,
  catalog,
  account,
  admin,
];
