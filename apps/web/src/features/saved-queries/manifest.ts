import { FileText } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const savedQueries: FeatureManifest = {
  title: "Saved queries",
  // Saved queries have no page of their own: they are opened in the editor.
  places: [],
  finds: [{ kind: "saved-query", heading: "Saved queries", icon: FileText }],
};
