import { READ_SAVED_QUERIES, WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { handle } from "@/features/rest/handle.ts";
import { createSaved, listSaved } from "@/features/rest/queries.ts";

export const GET = (request: Request) => handle(request, READ_SAVED_QUERIES, listSaved);
export const POST = (request: Request) => handle(request, WRITE_SAVED_QUERIES, createSaved);
