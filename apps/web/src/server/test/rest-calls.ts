import { answerRest } from "../rest/app.ts";

interface RouteParts {
  readonly params: Promise<Readonly<Record<string, string>>>;
}

/** A route as a function of a request: its method and path are the route's, with the given parts. */
export function calling(method: string, path: string) {
  return async (request: Request, parts?: RouteParts): Promise<Response> => {
    const params = (await parts?.params) ?? {};
    const url = new URL(request.url);
    url.pathname = path.replaceAll(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(params[String(name)] ?? ""),
    );
    const { headers, body, signal } = request;
    // A stream as body needs to be said of.
    const init = { method, headers, body, signal, duplex: "half" } as RequestInit;
    return answerRest(new Request(url, init));
  };
}
