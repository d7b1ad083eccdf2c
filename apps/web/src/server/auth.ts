import { apiKey } from "@better-auth/api-key";
import { getPerson } from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { PASSWORD_LENGTH } from "@headwater/domain/people";
import { APIError, BASE_ERROR_CODES, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { headersOf } from "./error-map.ts";
import { withHashedSessions } from "./hashed-sessions.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { PEER_HEADER } from "./peer.ts";
import { runtime } from "./runtime.ts";
import { sessionSecret } from "./secret.ts";
import { signInLink } from "./sign-in-link.ts";

const DAY_SECONDS = 86_400;
/** The least length of a key; the first admin may configure their own key. */
const MIN_API_KEY_LENGTH = 32;

/** Refuses a disabled person with the right password by the same message as a wrong password. */
async function refuseDisabled({ userId }: { readonly userId: string }): Promise<void> {
  const user = await getPerson(runtime().database, userId);
  if (user?.banned !== false)
    throw APIError.from("UNAUTHORIZED", BASE_ERROR_CODES.INVALID_EMAIL_OR_PASSWORD);
}

/** Converts errors for the sign-in library, which takes any foreign error for a bug. */
function refuseAsLibrary(error: unknown): never {
  if (error instanceof AppError && error.code === "unavailable")
    throw new APIError("SERVICE_UNAVAILABLE", { message: error.message }, headersOf(error));
  throw error;
}

function openAuth() {
  const { config, database } = runtime();
  const { port, publicUrl } = config;
  return betterAuth({
    appName: "Headwater",
    baseURL: publicUrl,
    // On the machine itself people open the portal by either name, whatever its public address is.
    trustedOrigins: [publicUrl, `http://localhost:${port}`, `http://127.0.0.1:${port}`],
    secret: sessionSecret(config.paths.secrets),
    database: withHashedSessions(prismaAdapter(database.prisma, { provider: "postgresql" })),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      password: {
        hash: (password) => hashPassword(password).catch(refuseAsLibrary),
        verify: (stored) => verifyPassword(stored).catch(refuseAsLibrary),
      },
    },
    // A session has a fixed end, so the library's refresh is off; session.ts checks the idle time.
    session: {
      fields: { token: "tokenHash" },
      expiresIn: 7 * DAY_SECONDS,
      disableSessionRefresh: true,
      additionalFields: { byLink: { type: "boolean", input: false, defaultValue: false } },
    },
    user: {
      additionalFields: {
        // `input: false`: a sign-in request cannot set the person's role.
        role: { type: "string", input: false, defaultValue: "viewer" },
        banned: { type: "boolean", input: false, defaultValue: false },
      },
    },
    // The sign-in gate counts tries per account and address, across restarts.
    rateLimit: { enabled: false },
    databaseHooks: { session: { create: { before: refuseDisabled } } },
    advanced: {
      // Behind a proxy that ends TLS the request is plain HTTP, so only the public address says
      // which it is.
      useSecureCookies: publicUrl.startsWith("https:"),
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
    },
    telemetry: { enabled: false },
    plugins: [
      apiKey({
        defaultKeyLength: MIN_API_KEY_LENGTH,
        defaultPrefix: "hw_",
        rateLimit: { enabled: false },
        enableMetadata: false,
      }),
      signInLink(database),
    ],
  });
}

export type Auth = ReturnType<typeof openAuth>;

let opened: Auth | undefined;

/** Sign-in, sessions and API keys. */
export function auth(): Auth {
  opened ??= openAuth();
  return opened;
}
