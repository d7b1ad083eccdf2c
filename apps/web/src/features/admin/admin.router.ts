import { listPeople } from "@headwater/db/people";
import { REMOVE_DEMO } from "@headwater/domain/demo";
import { WRITE_PEOPLE } from "@headwater/domain/people";
import { ROLES } from "@headwater/domain/rights";
import { READ_SCHEMAS, WRITE_SCHEMAS } from "@headwater/domain/schemas";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { demoStatus, removeTheDemo } from "./demo-writes.ts";
import { importInput, importOutcome } from "./inputs.ts";
import { addPerson, changePersonAs, linkFor } from "./people-writes.ts";
import { importSchemas, listSchemas, schemaDetail } from "./schemas-writes.ts";

const count = z.number();
const schemaName = z.object({
  namespace: z.string().max(100),
  docType: z.string().max(100),
  version: z.number().int().min(0),
});
const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  banned: z.boolean(),
  lastSeenAt: z.date().nullable(),
  createdAt: z.date(),
});

/** Schemas, people and the demo. */
export const adminRouter = router({
  schemas: procedureWith(READ_SCHEMAS)
    .output(
      z.array(schemaName.extend({ revision: count, origin: z.string(), updatedAt: z.date() })),
    )
    .query(({ ctx }) => listSchemas(ctx.database)),
  schema: procedureWith(READ_SCHEMAS)
    .input(schemaName)
    .output(
      schemaName
        .extend({
          revision: count,
          origin: z.string(),
          schema: z.string(),
          table: z.string(),
          columns: z.array(
            z.object({
              path: z.string(),
              name: z.string(),
              depth: count,
              type: z.string(),
              description: z.string().nullable(),
              hasChildren: z.boolean(),
            }),
          ),
        })
        .nullable(),
    )
    .query(({ ctx, input }) => schemaDetail(ctx.database, input)),
  importSchemas: procedureWith(WRITE_SCHEMAS)
    .input(importInput)
    .output(z.array(importOutcome))
    .mutation(({ ctx, input }) => importSchemas(ctx, ctx.viewer, input)),
  people: procedureWith(WRITE_PEOPLE)
    .output(z.array(person))
    .query(({ ctx }) => listPeople(ctx.database)),
  addPerson: procedureWith(WRITE_PEOPLE)
    .input(
      z.object({
        email: z.email().max(320),
        name: z.string().trim().min(1).max(100),
        role: z.enum(ROLES),
      }),
    )
    .output(z.object({ id: z.string(), link: z.string() }))
    .mutation(({ ctx, input }) => addPerson(ctx, ctx.viewer, input)),
  changePerson: procedureWith(WRITE_PEOPLE)
    .input(
      z.object({
        id: z.string().max(100),
        role: z.enum(ROLES).optional(),
        banned: z.boolean().optional(),
      }),
    )
    .output(person)
    .mutation(({ ctx, input }) => changePersonAs(ctx, ctx.viewer, input)),
  signInLink: procedureWith(WRITE_PEOPLE)
    .input(z.object({ id: z.string().max(100) }))
    .output(z.object({ link: z.string() }))
    .mutation(({ ctx, input }) => linkFor(ctx, ctx.viewer, input.id)),
  demo: procedureWith(REMOVE_DEMO)
    .output(z.object({ kind: z.string() }))
    .query(({ ctx }) => demoStatus(ctx.database)),
  removeDemo: procedureWith(REMOVE_DEMO)
    .output(z.object({ counts: z.record(z.string(), count) }))
    .mutation(({ ctx }) => removeTheDemo(ctx.database, ctx.viewer)),
});
