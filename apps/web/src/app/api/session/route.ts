import { handle } from "@/features/rest/handle.ts";
import { readSession } from "@/features/rest/platform.ts";

export const GET = (request: Request) => handle(request, "queries:read", readSession);
