import { PIPELINE_ROLES, type Role } from "@headwater/runtime/roles";
import type { StartRole } from "./role-context.ts";

/** The module of a role: its `index.ts` must export `startRole`. */
interface RoleModule {
  readonly startRole?: StartRole;
}

/** The pipeline's role with a name; null if the pipeline has no role with this name. */
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
