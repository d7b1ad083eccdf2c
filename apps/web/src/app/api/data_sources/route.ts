import { handle } from "@/features/rest/handle.ts";
import { DATA_SOURCE } from "@/features/rest/shapes.ts";

export const GET = (request: Request) => handle(request, "queries:read", async () => [DATA_SOURCE]);
