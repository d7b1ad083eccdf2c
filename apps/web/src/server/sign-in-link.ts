import type { Database } from "@headwater/db";
import { takeSignInLink } from "@headwater/db/people";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * The sign-in by a one-time link: one conditional update uses up the token, then a session begins.
 * For the portal's own code there is also a new session in place of the sessions that a changed
 * password ends.
 */
export function signInLink(database: Database) {
  return {
    id: "sign-in-link",
    endpoints: {
      signInWithLink: createAuthEndpoint(
        "/sign-in/link",
        { method: "POST", body: z.object({ token: z.string().max(200) }) },
        async (context) => {
          const userId = await takeSignInLink(database, context.body.token);
          const user =
            userId === null ? null : await context.context.internalAdapter.findUserById(userId);
          if (user === null)
            throw new APIError("UNAUTHORIZED", {
              message:
                "This link was used already or has expired. Ask an admin for a new one, or run `npm run hw -- signin-link` on the machine that runs Headwater.",
            });
          const session = await context.context.internalAdapter.createSession(
            user.id,
            false,
            { byLink: true },
            true,
          );
          await setSessionCookie(context, { session, user });
          return context.json({ signedIn: true });
        },
      ),
      // An endpoint without a path has no address on the server.
      beginSession: createAuthEndpoint(
        { method: "POST", body: z.object({ userId: z.string() }) },
        async (context) => {
          const user = await context.context.internalAdapter.findUserById(context.body.userId);
          if (user === null) throw new APIError("UNAUTHORIZED");
          const session = await context.context.internalAdapter.createSession(user.id);
          await setSessionCookie(context, { session, user });
          return context.json({ begun: true });
        },
      ),
    },
  };
}
