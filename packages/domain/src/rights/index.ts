import { AppError } from "../errors/index.ts";

/** Roles from least to most. */
export const ROLES = ["viewer", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** A person who asks for an action. The role decides, and for some objects the id. */
export interface Person {
  readonly id: string;
  readonly role: Role;
}

/**
 * An action of a capability: its scope, the lowest role that may do it, and, for an action on one
 * object, the rule for the object.
 */
export interface Action<Subject = never> {
  /** `<noun>:<verb>`; the API's document shows the scope. */
  readonly scope: `${string}:${string}`;
  readonly least: Role;
  allows?(person: Person, subject: Subject): boolean;
}

/** Reads a stored role; an unknown role becomes the lowest one. */
export function roleOf(text: string | null | undefined): Role {
  return ROLES.find((role) => role === text) ?? "viewer";
}

/** True if the first role may less than the second. */
export function isLowerRole(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

/**
 * True if a person may do an action: by the role and, if an object is given, by the rule for the
 * object.
 */
export function may<Subject>(
  person: Person,
  action: Action<Subject>,
  subject?: NoInfer<Subject>,
): boolean {
  if (isLowerRole(person.role, action.least)) return false;
  return subject === undefined || (action.allows?.(person, subject) ?? true);
}

/** Throws AppError `forbidden`, which names the needed role, unless the role may do the action. */
export function assertRole({ role }: Pick<Person, "role">, { least }: Action): void {
  if (isLowerRole(role, least))
    throw new AppError("forbidden", `This needs the role ${least}; an admin can give it.`);
}

/** True for the owner of an object and for admins. */
export function isOwnerOrAdmin(
  { id, role }: Person,
  { ownerId }: { readonly ownerId: string },
): boolean {
  return role === "admin" || id === ownerId;
}
