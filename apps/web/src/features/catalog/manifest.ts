import { Database, Table2 } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const catalog: FeatureManifest = {
  title: "Catalog",
  places: [
    {
      name: "Catalog",
      path: "/catalog",
      icon: Database,
      scope: "catalog:read",
      words: ["tables", "columns", "schema", "data"],
      key: "c",
      rank: 90,
    },
  ],
  finds: [{ kind: "table", heading: "Tables", icon: Table2 }],
};
