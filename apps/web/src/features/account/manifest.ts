import { KeyRound } from "lucide-react";
import type { FeatureManifest } from "../../shell/manifest.ts";

export const account: FeatureManifest = {
  title: "Account",
  places: [
    {
      name: "Account and API keys",
      title: "Account",
      path: "/account",
      icon: KeyRound,
      scope: "account:write",
      words: ["password", "profile", "token", "access", "settings"],
    },
  ],
};
