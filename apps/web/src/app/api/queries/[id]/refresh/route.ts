import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { handle } from "@/features/rest/handle.ts";
import { refreshSaved } from "@/features/rest/queries.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const POST = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, RUN_SAVED_QUERIES, (context) => refreshSaved(context, id));
};
