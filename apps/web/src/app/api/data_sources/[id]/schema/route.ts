import { READ_CATALOG } from "@headwater/domain/catalog";
import { readSourceSchema } from "@/features/rest/data-sources.ts";
import { handle } from "@/features/rest/handle.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, READ_CATALOG, (context) => readSourceSchema(context, id));
};
