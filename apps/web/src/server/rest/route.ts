import type { Action } from "@headwater/domain/rights";
import type { z } from "zod";
import type { Runtime } from "../runtime.ts";
import type { Viewer } from "../session.ts";

/** The context of a route's handler. */
export interface RestContext extends Runtime {
  readonly viewer: Viewer;
  readonly request: Request;
  readonly url: URL;
}

/** An answer of bytes, with its possible content types. */
interface BytesAnswer {
  readonly contentTypes: readonly string[];
}

/** The input of a route, parsed by the route's schemas. */
interface RestInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

interface Shape<Params, Query, Body> {
  readonly method: "get" | "post" | "delete";
  /** `{id}` stands for one part of the path. */
  readonly path: `/api/${string}`;
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Names that may be repeated in the query; their values are a list. */
  readonly lists?: readonly string[];
  /** The most bytes of a body that may be larger than usual. */
  readonly maxBytes?: number;
}

interface Guarded<Params, Query, Body, Answer> extends Shape<Params, Query, Body> {
  readonly action: Action<never>;
  readonly answer: z.ZodType<Answer>;
  /** Present if the route may also answer with bytes. */
  readonly bytes?: BytesAnswer;
  handle(context: RestContext, input: RestInput<Params, Query, Body>): Promise<Answer | Response>;
}

interface Open<Answer> extends Shape<unknown, unknown, unknown> {
  /** Null for a route that needs no key. */
  readonly action: null;
  readonly answer: z.ZodType<Answer>;
  handleOpen(request: Request): Promise<Response>;
}

/** A REST route for the app, the document and the checks. */
export type RestRoute = Guarded<unknown, unknown, unknown, unknown> | Open<unknown>;

/** Declares a route; its handler is typed by its schemas. */
export function restRoute<Params, Query, Body, Answer>(
  route: Guarded<Params, Query, Body, Answer>,
): RestRoute {
  // The cast is safe, because the input is parsed by these schemas before the handler gets it.
  return route as RestRoute;
}

/** Declares a route that is open to everybody. */
export function openRoute<Answer>(route: Open<Answer>): RestRoute {
  return route;
}
