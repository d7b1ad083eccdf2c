import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { handle } from "@/features/rest/handle.ts";
import { cancelJob, getJob } from "@/features/rest/results.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, RUN_SAVED_QUERIES, (context) => getJob(context, id));
};
export const DELETE = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, RUN_SAVED_QUERIES, (context) => cancelJob(context, id));
};
