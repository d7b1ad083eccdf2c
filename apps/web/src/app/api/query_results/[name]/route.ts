import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { handle } from "@/features/rest/handle.ts";
import { getResult } from "@/features/rest/results.ts";

interface Route {
  readonly params: Promise<{ readonly name: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { name } = await params;
  return handle(request, RUN_SAVED_QUERIES, (context) => getResult(context, name));
};
