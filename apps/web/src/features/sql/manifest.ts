import { SquareTerminal } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const sql: FeatureManifest = {
  title: "SQL",
  places: [
    {
      name: "SQL",
      path: "/sql",
      icon: SquareTerminal,
      scope: "queries:run",
      words: ["query", "editor", "new query", "chart", "visualization"],
      key: "s",
      rank: 20,
    },
  ],
  keys: [
    ["Run the statement", ["mod+enter"]],
    ["Save the query", ["mod+s"]],
    ["Format the text", ["mod+shift+f"]],
    ["Insert the name chosen in the schema", ["enter"]],
    ["Leave the editor", ["esc", "tab"]],
    ["Let Tab leave the editor, or indent again", ["ctrl+m"]],
  ],
};
