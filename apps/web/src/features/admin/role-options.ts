export const ROLE_OPTIONS = [
  { value: "viewer", label: "Viewer" },
  { value: "analyst", label: "Analyst" },
  { value: "admin", label: "Admin" },
] as const;

export type RoleName = (typeof ROLE_OPTIONS)[number]["value"];
