import { FileJson, FlaskConical, Settings, Users } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const admin: FeatureManifest = {
  title: "Admin",
  places: [
    {
      name: "Admin",
      path: "/admin",
      icon: Settings,
      scope: "people:write",
      words: ["settings", "configuration"],
      key: "a",
      rank: 100,
    },
    {
      name: "Schemas",
      path: "/admin/schemas",
      icon: FileJson,
      scope: "schemas:write",
      words: ["import", "json schema", "register", "document types"],
      tabOf: "/admin",
    },
    {
      name: "People",
      path: "/admin/people",
      icon: Users,
      scope: "people:write",
      words: ["users", "roles", "invite", "members", "rights", "permissions"],
      tabOf: "/admin",
    },
    {
      name: "Demo",
      path: "/admin/demo",
      icon: FlaskConical,
      scope: "demo:remove",
      words: ["sample data", "remove demo", "simulated fleet"],
      tabOf: "/admin",
    },
  ],
};
