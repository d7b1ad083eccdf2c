import { handle } from "@/features/rest/handle.ts";
import { getResultOf } from "@/features/rest/results.ts";

interface Route {
  readonly params: Promise<{ readonly id: string; readonly name: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id, name } = await params;
  return handle(request, "queries:run", (context) => getResultOf(context, id, name));
};
