import { handle } from "@/features/rest/handle.ts";
import { cancelJob, getJob } from "@/features/rest/results.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, "queries:run", (context) => getJob(context, id));
};
export const DELETE = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, "queries:run", (context) => cancelJob(context, id));
};
