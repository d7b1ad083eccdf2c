import { handle } from "@/features/rest/handle.ts";
import { createSaved, listSaved } from "@/features/rest/queries.ts";

export const GET = (request: Request) => handle(request, "queries:read", listSaved);
export const POST = (request: Request) => handle(request, "queries:write", createSaved);
