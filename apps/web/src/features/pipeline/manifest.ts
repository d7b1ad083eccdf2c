import { Activity, Boxes, CircleSlash, Server, Waypoints } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const pipeline: FeatureManifest = {
  title: "Pipeline",
  places: [
    {
      name: "Pipeline",
      path: "/pipeline",
      icon: Waypoints,
      scope: "pipeline:read",
      words: ["ingestion", "arrivals", "monitoring", "status", "health"],
      key: "p",
      rank: 80,
    },
    {
      name: "Live pings",
      path: "/pipeline?tab=live",
      icon: Activity,
      scope: "pipeline:read",
      words: ["tail", "stream"],
    },
    {
      name: "Rejected pings",
      path: "/pipeline?tab=rejected",
      icon: CircleSlash,
      scope: "pipeline:read",
      words: ["errors", "invalid", "failed"],
    },
    {
      name: "Document types",
      path: "/pipeline?tab=types",
      icon: Boxes,
      scope: "pipeline:read",
      words: ["namespaces", "doctypes"],
    },
    {
      name: "Stages",
      path: "/pipeline?tab=stages",
      icon: Server,
      scope: "pipeline:read",
      words: ["processes", "metrics", "prometheus", "sandbox", "lag"],
    },
  ],
};
