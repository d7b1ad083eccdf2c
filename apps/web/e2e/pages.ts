import { MANIFESTS } from "../src/features/index.ts";
import { tabsOf, titleOf } from "../src/shell/navigation.ts";

/**
 * Paths that are left out: the editor has its own test, and a place with tabs shows its first tab.
 */
const hasOwnPage = (path: string) => path !== "/sql" && tabsOf(path).length === 0;

/** Every page that can be opened directly: its path and its heading. */
export const PAGES: readonly (readonly [path: string, heading: string])[] = [
  ...MANIFESTS.flatMap(({ places }) => places)
    .filter(({ path }) => hasOwnPage(path))
    .map(({ path }) => [path, titleOf(path.replace(/\?.*/, ""))] as const),
  ["/catalog/telemetry/main_v4", "telemetry.main_v4"],
  ["/dev/parts", "Parts"],
];
