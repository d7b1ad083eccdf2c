import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { FEATURES } from "../../features/server.ts";
import type { ServerFeature } from "../feature.ts";
import { runtime } from "../runtime.ts";
import { answerRoute } from "./answer.ts";
import { documentRoute, KEY_SCHEME, openApiDocument, routeConfig } from "./document.ts";
import { allowedMethods, refuseRoute } from "./refusals.ts";
import type { RestRoute } from "./route.ts";

const features: readonly ServerFeature[] = Object.values(FEATURES);

/** Everybody may ask for the document: it is made once. */
let document: object | undefined;

/** Every REST route of the portal; paths of fixed parts stand before those that take any. */
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
  const hono = new OpenAPIHono();
  hono.openAPIRegistry.registerComponent("securitySchemes", "key", KEY_SCHEME);
  for (const route of ROUTES) {
    hono.openAPIRegistry.registerPath(routeConfig(route));
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    hono.on(route.method.toUpperCase(), path, (context) =>
      answerRoute(route, context.req.raw, context.req.param()),
    );
  }
  hono.options("/api/*", (context) => options(context));
  hono.notFound((context) => refused(context.req.path));
  return hono;
}

function options({ req }: Context): Response {
  const allow = allowedMethods(req.path, ROUTES);
  if (allow.length === 0) return refused(req.path);
  return new Response(null, { status: 204, headers: { allow: allow.join(", ") } });
}

function refused(pathname: string): Response {
  const { code, message, status, headers } = refuseRoute(pathname, ROUTES);
  return Response.json({ code, message }, { status, headers });
}

/** Answers a request under `/api` that no other route of the portal takes. */
export async function answerRest(request: Request): Promise<Response> {
  return app.fetch(request);
}
