import { OpenAPIHono } from "@hono/zod-openapi";
import { FEATURES } from "../../features/server.ts";
import type { ServerFeature } from "../feature.ts";
import { runtime } from "../runtime.ts";
import { answerRoute } from "./answer.ts";
import { documentRoute, KEY_SCHEME, openApiDocument, routeConfig } from "./document.ts";
import { allowedMethods, type RouteRefusal, refusedAddress, refusedMethod } from "./refusals.ts";
import type { RestRoute } from "./route.ts";

const features: readonly ServerFeature[] = Object.values(FEATURES);

/** The document is made once, because anybody may ask for it. */
let document: object | undefined;

/** Every REST route of the portal; paths with fixed parts come before paths with variable parts. */
export const ROUTES: readonly RestRoute[] = [
  documentRoute(() => {
    document ??= openApiDocument(app, runtime().config.publicUrl);
    return document;
  }),
  ...features.flatMap(({ rest = [] }) => rest),
].toSorted((one, other) => variableParts(one) - variableParts(other));

function variableParts({ path }: RestRoute): number {
  return path.split("{").length - 1;
}

const app = openApp();

function openApp(): OpenAPIHono {
  // Paths are compared undecoded, because a decoded path would also appear in the messages of
  // refusals.
  const hono = new OpenAPIHono({ getPath: ({ url }) => new URL(url).pathname });
  hono.openAPIRegistry.registerComponent("securitySchemes", "key", KEY_SCHEME);
  for (const [path, routes] of Map.groupBy(ROUTES, (route) => route.path)) {
    for (const route of routes) {
      hono.openAPIRegistry.registerPath(routeConfig(route));
      hono.on(route.method.toUpperCase(), patternOf(path), ({ req }) =>
        answerRoute(route, req.raw, req.param()),
      );
    }
    // This comes before the following paths: a path with a variable part would answer the methods
    // that are missing here.
    const allowed = allowedMethods(routes);
    hono.all(patternOf(path), ({ req }) => answerOther(req.raw.method, req.path, allowed));
  }
  hono.notFound(({ req }) => refused(refusedAddress(req.path)));
  return hono;
}

/** A path of the document in Hono's syntax. */
function patternOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function answerOther(method: string, pathname: string, allowed: readonly string[]): Response {
  if (method !== "OPTIONS") return refused(refusedMethod(pathname, allowed));
  const allow = allowed.toSorted().join(", ");
  return new Response(null, { status: 204, headers: { allow } });
}

function refused({ code, message, status, headers }: RouteRefusal): Response {
  return Response.json({ code, message }, { status, headers });
}

/** Answers a request under `/api` that no other route of the portal takes. */
export async function answerRest(request: Request): Promise<Response> {
  return app.fetch(request);
}
