import {
  Activity,
  Boxes,
  CircleSlash,
  Database,
  FileJson,
  FlaskConical,
  House,
  KeyRound,
  type LucideIcon,
  Server,
  Settings,
  SquareTerminal,
  Users,
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
  return DESTINATIONS.filter((destination) => mayGo(destination, role));
}

const mayGo = ({ adminOnly }: { readonly adminOnly?: boolean }, role: string): boolean =>
  adminOnly !== true || role === "admin";

/** A place that the search finds by its name and by what else people call it. */
export interface Place extends Omit<Destination, "key"> {
  readonly words: readonly string[];
  readonly key?: string;
  /** Stands in the sidebar. */
  readonly isMain?: boolean;
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  "/": ["start", "overview", "dashboard"],
  "/sql": ["query", "editor", "new query", "chart", "visualization"],
  "/pipeline": ["ingestion", "arrivals", "monitoring", "status", "health"],
  "/catalog": ["tables", "columns", "schema", "data"],
  "/admin": ["settings", "configuration"],
};

const WITHIN: readonly Place[] = [
  { name: "Live pings", path: "/pipeline?tab=live", icon: Activity, words: ["tail", "stream"] },
  {
    name: "Rejected pings",
    path: "/pipeline?tab=rejected",
    icon: CircleSlash,
    words: ["errors", "invalid", "failed"],
  },
  {
    name: "Document types",
    path: "/pipeline?tab=types",
    icon: Boxes,
    words: ["namespaces", "doctypes"],
  },
  {
    name: "Stages",
    path: "/pipeline?tab=stages",
    icon: Server,
    words: ["processes", "metrics", "prometheus", "sandbox", "lag"],
  },
  {
    name: "Account and API keys",
    path: "/account",
    icon: KeyRound,
    words: ["password", "profile", "token", "access", "settings"],
  },
  {
    name: "Schemas",
    path: "/admin/schemas",
    icon: FileJson,
    words: ["import", "json schema", "register", "document types"],
    adminOnly: true,
  },
  {
    name: "People",
    path: "/admin/people",
    icon: Users,
    words: ["users", "roles", "invite", "members", "rights", "permissions"],
    adminOnly: true,
  },
  {
    name: "Demo",
    path: "/admin/demo",
    icon: FlaskConical,
    words: ["sample data", "remove demo", "simulated fleet"],
    adminOnly: true,
  },
];

/** All places that a role can go to, the sidebar's first. */
export function placesFor(role: string): readonly Place[] {
  const main = destinationsFor(role).map((one) => ({
    ...one,
    words: WORDS[one.path] ?? [],
    isMain: true,
  }));
  return [...main, ...WITHIN.filter((place) => mayGo(place, role))];
}

/** True if the place that is shown belongs to the destination. */
export function isAt(path: string, destination: Destination): boolean {
  return destination.path === "/"
    ? path === "/"
    : path === destination.path || path.startsWith(`${destination.path}/`);
}
