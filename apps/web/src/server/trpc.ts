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

/** The scope and least role of a procedure, for the checks that read the assembled router. */
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
        // The default shape contains the stack trace, so only the fields that a page needs are
        // sent.
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

/** The messages of our own rules, which say what to do; the library's messages only name types. */
function wordsOf({ issues }: ZodError): string {
  const own = issues.filter(({ code }) => code === "custom").map(({ message }) => message);
  return own.length > 0 ? [...new Set(own)].join(" ") : UNUSABLE;
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * Turns known failures into their codes. Any other error is a bug, which is logged with its cause
 * and answered without it.
 */
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
    message: `The portal failed on request ${ctx.requestId}. Its log has the reason.`,
  });
});

/**
 * Makes a procedure that only people with the role for its action can call; the procedure itself
 * checks the rule for one object.
 */
export function procedureWith<Subject>(action: Action<Subject>) {
  return t.procedure
    .meta({ scope: action.scope, least: action.least })
    .use(reportErrors)
    .use(({ ctx, next }) => {
      const { viewer } = ctx;
      if (viewer === null) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
      // The role is checked before the input is read, so that others learn nothing about the input.
      assertRole(viewer, action);
      return next({ ctx: { ...ctx, viewer } });
    });
}
