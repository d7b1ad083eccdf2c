import { handle } from "@/features/rest/handle.ts";
import { executeQuery } from "@/features/rest/results.ts";

export const POST = (request: Request) => handle(request, "queries:run", executeQuery);
