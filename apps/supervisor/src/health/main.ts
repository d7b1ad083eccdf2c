import { hostname } from "node:os";
import { openDatabase } from "@headwater/db";
import { listInstances } from "@headwater/db/stages";
import { conditionOf, type StageInstance } from "@headwater/domain/stages";
import { type Config, loadConfig } from "@headwater/runtime";
import { type Role, rolesToStart } from "@headwater/runtime/roles";

// The health check of a container. The check fails with the names of the roles that don't answer.
const ANSWER_MS = 3000;

async function answers(port: number, path: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    return (await fetch(`http://127.0.0.1:${port}${path}`, { signal })).ok;
  } catch {
    return false;
  }
}

/** The status rows of this container's processes; none while the database is not reachable. */
async function ownInstances(databaseUrl: string | undefined): Promise<StageInstance[]> {
  const database = openDatabase(databaseUrl ?? "");
  try {
    const all = await listInstances(database);
    return all.filter(({ host }) => host === hostname());
  } catch {
    return [];
  } finally {
    await database.close();
  }
}

/** Whether at least one process of a role reports that it runs and answers with its metrics. */
async function isServed(instances: readonly StageInstance[]): Promise<boolean> {
  const now = new Date();
  const answered = instances
    .filter((one) => ["running", "degraded"].includes(conditionOf(one, now)))
    .map(({ metricsPort }) => metricsPort !== null && answers(metricsPort, "/metrics"));
  return (await Promise.all(answered)).includes(true);
}

function isWell(
  { name, kind }: Role,
  { port, edgePort }: Config,
  instances: readonly StageInstance[],
): Promise<boolean> {
  if (kind === "portal") return answers(port, "/api/health");
  if (name === "edge") return answers(edgePort, "/__heartbeat__");
  return isServed(instances.filter(({ stage }) => stage === name));
}

const config = loadConfig(process.env);
const instances = await ownInstances(config.databaseUrl);
const checks = rolesToStart(config.roles, config).map(async (role) => {
  return (await isWell(role, config, instances)) ? [] : [role.name];
});
const silent = (await Promise.all(checks)).flat();
if (silent.length > 0) {
  console.error(`These roles don't answer: ${silent.join(", ")}.`);
  process.exitCode = 1;
}
