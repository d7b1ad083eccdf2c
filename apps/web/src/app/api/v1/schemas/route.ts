import { READ_SCHEMAS } from "@headwater/domain/schemas";
import { handle } from "@/features/rest/handle.ts";
import { listRegistered } from "@/features/rest/platform.ts";

export const GET = (request: Request) => handle(request, READ_SCHEMAS, listRegistered);
