import { WRITE_ACCOUNT } from "@headwater/domain/people";
import { READ_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { z } from "zod";
import { createApiKey } from "../../server/api-keys.ts";
import { restRoute } from "../../server/rest/route.ts";
import type { Viewer } from "../../server/session.ts";
import { keyInput } from "./inputs.ts";

const session = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
  }),
  org_slug: z.string(),
  client_config: z.object({ basePath: z.string() }),
});

/** The caller, in Re:dash's shape. */
function sessionOf({ id, name, email, role }: Viewer): z.output<typeof session> {
  const own = ["view_query", "execute_query"];
  if (role !== "viewer") own.push("create_query", "edit_query");
  if (role === "admin") own.push("admin");
  return {
    user: { id, name, email, roles: [role], permissions: own },
    org_slug: "default",
    client_config: { basePath: "/" },
  };
}

/** The caller's session and keys. */
export const accountRest = [
  restRoute({
    method: "get",
    path: "/api/session",
    summary: "Who the caller is",
    action: READ_SAVED_QUERIES,
    answer: session,
    handle: async ({ viewer }) => sessionOf(viewer),
  }),
  restRoute({
    method: "post",
    path: "/api/v1/api-keys",
    summary: "Make an API key, which only this answer shows",
    action: WRITE_ACCOUNT,
    body: keyInput,
    answer: z.object({ key: z.string() }),
    handle: (context, { body }) => createApiKey(context, context.viewer, body.name),
  }),
];
