import { WRITE_PEOPLE } from "@headwater/domain/people";
import { READ_SCHEMAS, WRITE_SCHEMAS } from "@headwater/domain/schemas";
import { lakeReport } from "@headwater/query/client";
import { z } from "zod";
import { MAX_IMPORT_BYTES } from "../../server/body-limits.ts";
import { restRoute } from "../../server/rest/route.ts";
import { importInput, importOutcome } from "./inputs.ts";
import { importSchemas, listSchemas } from "./schemas-writes.ts";

const schemaRow = z.object({
  namespace: z.string(),
  docType: z.string(),
  version: z.number(),
  revision: z.number(),
  origin: z.string(),
  updatedAt: z.iso.datetime(),
});

/** Document schemas, and the check of the lake. */
export const adminRest = [
  restRoute({
    method: "get",
    path: "/api/v1/schemas",
    summary: "Registered document schemas",
    action: READ_SCHEMAS,
    answer: z.object({ schemas: z.array(schemaRow) }),
    async handle({ database }) {
      const schemas = await listSchemas(database);
      return {
        schemas: schemas.map((one) => ({ ...one, updatedAt: one.updatedAt.toISOString() })),
      };
    },
  }),
  restRoute({
    method: "post",
    path: "/api/v1/schemas/import",
    summary: "Register schema files; each has its own outcome",
    action: WRITE_SCHEMAS,
    body: importInput,
    maxBytes: MAX_IMPORT_BYTES,
    answer: z.object({ results: z.array(importOutcome) }),
    handle: async (context, { body }) => ({
      results: await importSchemas(context, context.viewer, body),
    }),
  }),
  restRoute({
    method: "post",
    path: "/api/v1/verify",
    summary: "Check manifests, checksums and accounting",
    action: WRITE_PEOPLE,
    answer: lakeReport,
    handle: ({ query, turns }) => turns.verify.run(() => query.verify({})),
  }),
];
