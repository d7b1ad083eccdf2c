import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { handle } from "@/features/rest/handle.ts";
import { readStatus } from "@/features/rest/platform.ts";

export const GET = (request: Request) => handle(request, READ_PIPELINE, readStatus);
