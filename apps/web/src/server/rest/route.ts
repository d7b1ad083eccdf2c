import type { Action } from "@headwater/domain/rights";
import type { z } from "zod";
import type { Runtime } from "../runtime.ts";
import type { Viewer } from "../session.ts";

/** What a route's handler is given of the request. */
export interface RestContext extends Runtime {
  readonly viewer: Viewer;
  readonly request: Request;
  readonly url: URL;
}

/** An answer of bytes: its content types, by what the document says of each. */
interface BytesAnswer {
  readonly contentTypes: readonly string[];
}

/** Input of a route, each part as its schema gives it. */
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
  /** Names in the query that may stand several times: their values come as a list. */
  readonly lists?: readonly string[];
  /** Bytes of the body, where it may be larger than others. */
  readonly maxBytes?: number;
}

interface Guarded<Params, Query, Body, Answer> extends Shape<Params, Query, Body> {
  readonly action: Action<never>;
  readonly answer: z.ZodType<Answer>;
  /** The route may answer with bytes, too. */
  readonly bytes?: BytesAnswer;
  handle(context: RestContext, input: RestInput<Params, Query, Body>): Promise<Answer | Response>;
}

interface Open<Answer> extends Shape<unknown, unknown, unknown> {
  /** Everybody may ask, without a key. */
  readonly action: null;
  readonly answer: z.ZodType<Answer>;
  handleOpen(request: Request): Promise<Response>;
}

/** A REST route as the app, the document and the checks read it. */
export type RestRoute = Guarded<unknown, unknown, unknown, unknown> | Open<unknown>;

/** Declares a route; its handler is typed by its schemas. */
export function restRoute<Params, Query, Body, Answer>(
  route: Guarded<Params, Query, Body, Answer>,
): RestRoute {
  // The parts are parsed by these very schemas before the handler sees them.
  return route as RestRoute;
}

/** Declares a route that is open to everybody. */
export function openRoute<Answer>(route: Open<Answer>): RestRoute {
  return route;
}
