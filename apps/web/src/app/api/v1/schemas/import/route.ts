import { handle } from "@/features/rest/handle.ts";
import { importSchemaFiles } from "@/features/rest/platform.ts";

export const POST = (request: Request) => handle(request, "schemas:write", importSchemaFiles);
