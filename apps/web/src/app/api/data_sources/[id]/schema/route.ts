import { readSourceSchema } from "@/features/rest/data-sources.ts";
import { handle } from "@/features/rest/handle.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, "catalog:read", (context) => readSourceSchema(context, id));
};
