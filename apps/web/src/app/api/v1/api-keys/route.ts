import { handle } from "@/features/rest/handle.ts";
import { createKey } from "@/features/rest/platform.ts";

export const POST = (request: Request) => handle(request, "people:write", createKey);
