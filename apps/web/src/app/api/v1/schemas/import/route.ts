import { WRITE_SCHEMAS } from "@headwater/domain/schemas";
import { handle } from "@/features/rest/handle.ts";
import { importSchemaFiles } from "@/features/rest/platform.ts";
import { unproxied } from "@/server/unproxied.ts";

export const POST = (request: Request) =>
  unproxied(request, () => handle(request, WRITE_SCHEMAS, importSchemaFiles));
