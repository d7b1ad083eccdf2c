import {
  Database,
  House,
  type LucideIcon,
  Settings,
  SquareTerminal,
  Waypoints,
} from "lucide-react";

interface Destination {
  readonly name: string;
  readonly path: string;
  readonly icon: LucideIcon;
  /** Second key after `g`. */
  readonly key: string;
  readonly adminOnly?: boolean;
}

/** Places of the portal, in the order of the sidebar; only what works stands here. */
export const DESTINATIONS: readonly Destination[] = [
  { name: "Home", path: "/", icon: House, key: "h" },
  { name: "SQL", path: "/sql", icon: SquareTerminal, key: "s" },
  { name: "Pipeline", path: "/pipeline", icon: Waypoints, key: "p" },
  { name: "Catalog", path: "/catalog", icon: Database, key: "c" },
  { name: "Admin", path: "/admin", icon: Settings, key: "a", adminOnly: true },
];

/** The destinations that a role sees. */
export function destinationsFor(role: string): readonly Destination[] {
  return DESTINATIONS.filter((destination) => destination.adminOnly !== true || role === "admin");
}

/** True if the place that is shown belongs to the destination. */
export function isAt(path: string, destination: Destination): boolean {
  return destination.path === "/"
    ? path === "/"
    : path === destination.path || path.startsWith(`${destination.path}/`);
}
