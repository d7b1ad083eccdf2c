import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { handle } from "@/features/rest/handle.ts";
import { getResultOf } from "@/features/rest/results.ts";

interface Route {
  readonly params: Promise<{ readonly id: string; readonly name: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id, name } = await params;
  return handle(request, RUN_SAVED_QUERIES, (context) => getResultOf(context, id, name));
};
