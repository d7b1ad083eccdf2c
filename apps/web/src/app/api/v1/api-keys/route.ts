import { WRITE_PEOPLE } from "@headwater/domain/people";
import { handle } from "@/features/rest/handle.ts";
import { createKey } from "@/features/rest/platform.ts";

export const POST = (request: Request) => handle(request, WRITE_PEOPLE, createKey);
