import { READ_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { handle } from "@/features/rest/handle.ts";
import { readSession } from "@/features/rest/platform.ts";

export const GET = (request: Request) => handle(request, READ_SAVED_QUERIES, readSession);
