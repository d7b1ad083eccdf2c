import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { handle } from "@/features/rest/handle.ts";
import { executeQuery } from "@/features/rest/results.ts";

export const POST = (request: Request) => handle(request, RUN_SAVED_QUERIES, executeQuery);
