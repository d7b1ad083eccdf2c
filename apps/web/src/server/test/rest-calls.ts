import { expect } from "vitest";
import { answerRest, ROUTES } from "../rest/app.ts";
import { refusalBody } from "../rest/document.ts";

interface RouteParts {
  readonly params: Promise<Readonly<Record<string, string>>>;
}

/**
 * A route as a function of a request: its method and path are the route's, with the given parts.
 * What the route answers has the fields that its schema in the document names, and no other.
 */
export function calling(method: string, path: string) {
  const route = ROUTES.find((one) => one.path === path && one.method.toUpperCase() === method);
  if (route === undefined) throw new Error(`There is no route ${method} ${path}.`);
  return async (request: Request, parts?: RouteParts): Promise<Response> => {
    const params = (await parts?.params) ?? {};
    const url = new URL(request.url);
    url.pathname = path.replaceAll(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(params[String(name)] ?? ""),
    );
    const { headers, body, signal } = request;
    // Node's fetch requires `duplex` for a body that is a stream.
    const init = { method, headers, body, signal, duplex: "half" } as RequestInit;
    const answer = await answerRest(new Request(url, init));
    if (answer.headers.get("content-type")?.startsWith("application/json") === true) {
      const json: unknown = await answer.clone().json();
      expect((answer.ok ? route.answer : refusalBody).parse(json)).toEqual(json);
    }
    return answer;
  };
}
