import { handle } from "@/features/rest/handle.ts";
import { readStatus } from "@/features/rest/platform.ts";

export const GET = (request: Request) => handle(request, "pipeline:read", readStatus);
