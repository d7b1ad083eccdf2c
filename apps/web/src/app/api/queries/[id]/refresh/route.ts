import { handle } from "@/features/rest/handle.ts";
import { refreshSaved } from "@/features/rest/queries.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const POST = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, "queries:run", (context) => refreshSaved(context, id));
};
