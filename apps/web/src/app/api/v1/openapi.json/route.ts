import { openApiDocument } from "@/features/rest/openapi.ts";
import { runtime } from "@/server/runtime.ts";

export const GET = () => Response.json(openApiDocument(runtime().config.publicUrl));
