import { READ_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { handle } from "@/features/rest/handle.ts";
import { DATA_SOURCE } from "@/features/rest/shapes.ts";

export const GET = (request: Request) =>
  handle(request, READ_SAVED_QUERIES, async () => [DATA_SOURCE]);
