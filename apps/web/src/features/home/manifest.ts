import { House } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const home: FeatureManifest = {
  title: "Home",
  places: [
    {
      name: "Home",
      path: "/",
      icon: House,
      scope: "pipeline:read",
      words: ["start", "overview", "dashboard"],
      key: "h",
      rank: 10,
    },
  ],
};
