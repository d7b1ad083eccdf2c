import { READ_SAVED_QUERIES, WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { handle } from "@/features/rest/handle.ts";
import { archiveSaved, getSaved, saveSaved } from "@/features/rest/queries.ts";

interface Route {
  readonly params: Promise<{ readonly id: string }>;
}

export const GET = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, READ_SAVED_QUERIES, (context) => getSaved(context, id));
};
export const POST = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, WRITE_SAVED_QUERIES, (context) => saveSaved(context, id));
};
export const DELETE = async (request: Request, { params }: Route) => {
  const { id } = await params;
  return handle(request, WRITE_SAVED_QUERIES, (context) => archiveSaved(context, id));
};
