/**
 * One entry of the list of roles; a new role is one entry here, and one folder if the pipeline runs
 * it.
 */
interface RoleEntry {
  readonly name: string;
  /** The role's name on pages. */
  readonly title: string;
  /** A verb and an object for what the role does, without the subject. */
  readonly does: string;
  /** `pipeline`: the role's code is in `apps/pipeline/src/<name>`. `portal`: the portal itself. */
  readonly kind: "pipeline" | "portal";
  /** True if the role runs without HEADWATER_ROLES. */
  readonly isDefault: boolean;
  /**
   * For a role of the demo: with the demo on, the role also starts wherever this other role runs.
   */
  readonly demoBeside?: string;
  /** True if the role needs the database to start, and so waits while the database is down. */
  readonly needsDatabase: boolean;
  readonly nodeFlags: readonly string[];
  /** The role's crash points; the chaos test kills the role at each of them. */
  readonly crashPoints: readonly string[];
}

/**
 * Every role in the order of start: the edge first, because clients should never find the edge
 * closed.
 */
export const ROLES = [
  {
    name: "edge",
    title: "Edge",
    does: "accepts pings",
    kind: "pipeline",
    isDefault: true,
    needsDatabase: false,
    // The edge's objects live for one request. A young generation of fixed size keeps the memory
    // constant, while V8's own choice moves between 8 and 64 MiB.
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

/** A role with all its values in the list. */
export interface Role extends RoleEntry {
  readonly name: RoleName;
}

const LIST: readonly Role[] = ROLES;

/** The roles that run without HEADWATER_ROLES. */
export const DEFAULT_ROLES: readonly Role[] = LIST.filter((role) => role.isDefault);

/** The roles that the pipeline's program runs. */
export const PIPELINE_ROLES: readonly Role[] = LIST.filter((role) => role.kind === "pipeline");

/** The stages that every ping or statement passes: the pipeline without the demo. */
export const FLOW: readonly Role[] = PIPELINE_ROLES.filter((role) => !isOfDemo(role.name));

/** A role by its name; undefined for a name that is no role. */
export function roleOf(name: string): Role | undefined {
  return LIST.find((role) => role.name === name);
}

/** True if a role exists for the demo only, so that the product is complete without the role. */
export function isOfDemo(name: string): boolean {
  return roleOf(name)?.demoBeside !== undefined;
}

/**
 * The roles to start, in order: the wanted roles and, with the demo on, the demo's roles beside
 * them.
 */
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
