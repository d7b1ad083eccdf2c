/** One entry of the list of roles; a new role is one entry here, and one folder if the pipeline runs it. */
interface RoleEntry {
  readonly name: string;
  /** What people call the role. */
  readonly title: string;
  /** What the role does; the role is the subject. */
  readonly does: string;
  /** `pipeline`: the folder `apps/pipeline/src/<name>` holds it. `portal`: the portal itself. */
  readonly kind: "pipeline" | "portal";
  /** Whether the role runs where HEADWATER_ROLES names none. */
  readonly isDefault: boolean;
  /** A role of the demo runs by itself wherever this other role runs and the demo is on. */
  readonly demoBeside?: string;
  /** Whether the role starts with a question to the database, and so waits while that is away. */
  readonly needsDatabase: boolean;
  readonly nodeFlags: readonly string[];
  /** The role's crash points; the chaos test passes each. */
  readonly crashPoints: readonly string[];
}

/** Every role in the order of start: the edge first, since a client must never find it closed. */
export const ROLES = [
  {
    name: "edge",
    title: "Edge",
    does: "accepts pings",
    kind: "pipeline",
    isDefault: true,
    needsDatabase: false,
    // What the edge makes lives for one request: with a young generation of one size its memory
    // stays where it is, while V8's own choice goes from 8 to 64 MiB and back.
    nodeFlags: ["--min-semi-space-size=16", "--max-semi-space-size=16"],
    crashPoints: ["E1", "E2", "E3", "E4", "E5", "L10"],
  },
  {
    name: "loader",
    title: "Loader",
    does: "validates and lands",
    kind: "pipeline",
    isDefault: true,
    needsDatabase: true,
    nodeFlags: [],
    crashPoints: ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"],
  },
  {
    name: "batch",
    title: "Batch",
    does: "compacts the lake",
    kind: "pipeline",
    isDefault: true,
    needsDatabase: true,
    nodeFlags: [],
    crashPoints: ["C1", "C2", "C3", "C4"],
  },
  {
    name: "query",
    title: "Query",
    does: "runs SQL",
    kind: "pipeline",
    isDefault: true,
    needsDatabase: true,
    nodeFlags: [],
    crashPoints: [],
  },
  {
    name: "producer",
    title: "Demo fleet",
    does: "sends pings of the demo",
    kind: "pipeline",
    isDefault: false,
    demoBeside: "edge",
    needsDatabase: true,
    nodeFlags: [],
    crashPoints: [],
  },
  {
    name: "portal",
    title: "Portal",
    does: "serves pages and API",
    kind: "portal",
    isDefault: true,
    needsDatabase: true,
    nodeFlags: [],
    crashPoints: [],
  },
] as const satisfies readonly RoleEntry[];

/** A role that a process can have. */
export type RoleName = (typeof ROLES)[number]["name"];

/** A role with everything that the list says of it. */
export interface Role extends RoleEntry {
  readonly name: RoleName;
}

const LIST: readonly Role[] = ROLES;

/** The roles that run where HEADWATER_ROLES names none. */
export const DEFAULT_ROLES: readonly Role[] = LIST.filter((role) => role.isDefault);

/** The roles that the pipeline's program runs. */
export const PIPELINE_ROLES: readonly Role[] = LIST.filter((role) => role.kind === "pipeline");

/** The stages that every ping or statement passes: the pipeline without the demo. */
export const FLOW: readonly Role[] = PIPELINE_ROLES.filter((role) => !isOfDemo(role.name));

/** A role by its name; undefined for a name that is no role. */
export function roleOf(name: string): Role | undefined {
  return LIST.find((role) => role.name === name);
}

/** Whether a role is there for the demo only, so that nothing is missing without the role. */
export function isOfDemo(name: string): boolean {
  return roleOf(name)?.demoBeside !== undefined;
}

/** The roles to start, in order: those wanted, and with the demo on the demo's beside them. */
export function rolesToStart(
  wanted: readonly RoleName[],
  { demo }: { readonly demo: boolean },
): Role[] {
  const names: readonly string[] = wanted;
  return LIST.filter(({ name, demoBeside }) =>
    demoBeside === undefined
      ? names.includes(name)
      : demo && (names.includes(name) || names.includes(demoBeside)),
  );
}
