import { answerRest } from "@/server/rest/app.ts";
import { unproxied } from "@/server/unproxied.ts";

export const dynamic = "force-dynamic";

/** Bodies of this path are larger than the proxy lets through. */
const IMPORT = "/api/v1/schemas/import";

const answer = (request: Request) =>
  new URL(request.url).pathname === IMPORT ? unproxied(request, answerRest) : answerRest(request);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
