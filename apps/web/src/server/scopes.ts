import { isLowerRole, type Role } from "@headwater/domain/rights";
import type { ShellViewer } from "../shell/viewer.ts";
import { appRouter } from "./root.ts";
import type { Viewer } from "./session.ts";
import type { ProcedureMeta } from "./trpc.ts";

interface Assembled {
  readonly _def: { readonly meta?: ProcedureMeta };
}

const metas = Object.values(appRouter._def.procedures as unknown as Record<string, Assembled>)
  .map(({ _def }) => _def.meta)
  .filter((meta) => meta !== undefined);

/** The person's data for the frame in the browser. */
export function shellViewerOf({ id, name, email, role }: Viewer): ShellViewer {
  return { id, name, email, role, scopes: scopesOf(role) };
}

/** The scopes that a role has, as the procedures of the portal name them. */
export function scopesOf(role: Role): readonly string[] {
  const own = metas.filter(({ least }) => !isLowerRole(role, least)).map(({ scope }) => scope);
  return [...new Set(own)].toSorted();
}
