import { secured } from "./answer-headers.ts";
import { discardBody } from "./read-body.ts";

/**
 * Does the proxy's work for a route that is not behind the proxy: sets the headers and reads the
 * body to its end.
 */
export async function unproxied(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const answered = await answer(request);
  await discardBody(request);
  return secured(answered, new URL(request.url));
}
