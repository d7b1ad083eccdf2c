/** Roles from least to most. */
export const ROLES = ["viewer", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What can be done, and the least role that may. */
const SCOPES = {
  "catalog:read": "viewer",
  "pipeline:read": "viewer",
  "queries:read": "viewer",
  "queries:run": "viewer",
  "account:write": "viewer",
  "sql:write": "analyst",
  "rejected:read": "analyst",
  "queries:write": "analyst",
  "schemas:read": "analyst",
  "schemas:write": "admin",
  "people:write": "admin",
  "demo:remove": "admin",
} as const satisfies Record<string, Role>;

export type Scope = keyof typeof SCOPES;

/** Reads a role as stored; anything unknown is the least one. */
export function roleOf(text: string | null | undefined): Role {
  return ROLES.find((role) => role === text) ?? "viewer";
}

/** True if the role may do what the scope names. */
export function may(role: Role, scope: Scope): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(SCOPES[scope]);
}

/** The least role that a scope asks for, for the message of a refusal. */
export function roleFor(scope: Scope): Role {
  return SCOPES[scope];
}
