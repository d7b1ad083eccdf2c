import { PIPELINE_ROLES, type Role } from "@headwater/runtime/roles";
import type { StartRole } from "./role-context.ts";

/** The agreed face of a role's folder: `index.ts` exports `startRole`. */
interface RoleModule {
  readonly startRole?: StartRole;
}

/** The pipeline's role of that name; null for a name that the pipeline does not run. */
export function pipelineRole(name: string | undefined): Role | null {
  return PIPELINE_ROLES.find((role) => role.name === name) ?? null;
}

/** Loads a role on demand, so that a process carries only the code of its own role. */
export async function loadRole({ name }: Role): Promise<StartRole> {
  const { startRole }: RoleModule = await import(`./${name}/index.ts`);
  if (startRole === undefined)
    throw new Error(`apps/pipeline/src/${name}/index.ts exports no startRole`);
  return startRole;
}
