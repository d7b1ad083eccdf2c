import { AppError } from "../errors/index.ts";

/** Roles from least to most. */
export const ROLES = ["viewer", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** A person for whom something is done: their role decides, and for some objects who they are. */
export interface Person {
  readonly id: string;
  readonly role: Role;
}

/**
 * An action that a capability offers: the scope under which it is known, the least role that may do
 * it, and for actions on one object the rule for that object.
 */
export interface Action<Subject = never> {
  /** `<noun>:<verb>`, as it stands in the API's document. */
  readonly scope: `${string}:${string}`;
  readonly least: Role;
  allows?(person: Person, subject: Subject): boolean;
}

/** Reads a role as stored; anything unknown is the least one. */
export function roleOf(text: string | null | undefined): Role {
  return ROLES.find((role) => role === text) ?? "viewer";
}

/** True if the first role may less than the second. */
export function isLowerRole(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

/** True if a person may do something: by their role and, where an object is given, by its rule. */
export function may<Subject>(
  person: Person,
  action: Action<Subject>,
  subject?: NoInfer<Subject>,
): boolean {
  if (isLowerRole(person.role, action.least)) return false;
  return subject === undefined || (action.allows?.(person, subject) ?? true);
}

/** Throws AppError `forbidden`, which names the role that is needed, unless the role may do it. */
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
