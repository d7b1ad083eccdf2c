import { AppError } from "@headwater/domain";
import { type Action, assertRole, type Role } from "@headwater/domain/rights";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson, { type SuperJSONResult } from "superjson";
import { ZodError } from "zod";
import { refuseBrokenText } from "./broken-text.ts";
import type { Context } from "./context.ts";
import { databaseTrouble } from "./database-trouble.ts";
import { mappingOf } from "./error-map.ts";
import { isUnusableValue, UNUSABLE } from "./unusable-value.ts";

const transformer = {
  input: {
    serialize: superjson.serialize,
    deserialize: (sent: SuperJSONResult) => {
      refuseBrokenText(sent);
      return superjson.deserialize(sent);
    },
  },
  output: superjson,
};

/** What a procedure says of itself, for the checks that read the assembled router. */
export interface ProcedureMeta {
  readonly scope: string;
  readonly least: Role;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer,
    errorFormatter({ shape, error, ctx }) {
      const cause = error.cause;
      const known = cause instanceof AppError ? cause : undefined;
      const message = cause instanceof ZodError ? wordsOf(cause) : shape.message;
      return {
        ...shape,
        message,
        // The default shape carries the stack; only what a page shows goes out.
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          reason: known?.code,
          details: known?.details,
          requestId: ctx?.requestId,
        },
      };
    },
  });

/** The rules of our own say in words what to do; the library's tell of types. */
function wordsOf({ issues }: ZodError): string {
  const own = issues.filter(({ code }) => code === "custom").map(({ message }) => message);
  return own.length > 0 ? [...new Set(own)].join(" ") : UNUSABLE;
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Turns known failures into their codes; anything else is a bug: logged with its cause, told without. */
const reportErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof AppError)
    throw new TRPCError({ code: mappingOf(cause.code).trpc, message: cause.message, cause });
  if (isUnusableValue(cause)) throw new TRPCError({ code: "BAD_REQUEST", message: UNUSABLE });
  if (result.error.code !== "INTERNAL_SERVER_ERROR") return result;
  const trouble = databaseTrouble(cause);
  if (trouble !== null)
    throw new TRPCError({ code: mappingOf(trouble.code).trpc, message: trouble.message, cause });
  ctx.logger.error({ err: cause, path, requestId: ctx.requestId }, "bug in a procedure");
  throw new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: `Something broke on our side (request ${ctx.requestId}).`,
  });
});

/** A procedure that only people with the role for its action can call; the rule for one object is its own matter. */
export function procedureWith<Subject>(action: Action<Subject>) {
  return t.procedure
    .meta({ scope: action.scope, least: action.least })
    .use(reportErrors)
    .use(({ ctx, next }) => {
      const { viewer } = ctx;
      if (viewer === null) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
      // Before the input is read: who may not call a procedure learns nothing of what it takes.
      assertRole(viewer, action);
      return next({ ctx: { ...ctx, viewer } });
    });
}
