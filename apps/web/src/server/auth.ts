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
/** Keys are at least this long; a first admin may bring one of their own. */
const MIN_API_KEY_LENGTH = 32;

/** A disabled person with the right password is told what one with a wrong password is told. */
async function refuseDisabled({ userId }: { readonly userId: string }): Promise<void> {
  const user = await getPerson(runtime().database, userId);
  if (user?.banned !== false)
    throw APIError.from("UNAUTHORIZED", BASE_ERROR_CODES.INVALID_EMAIL_OR_PASSWORD);
}

/** What is no error of the library's own it takes for a bug. */
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
    // On the machine itself people open either name, whatever address the others are told.
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
    // Its own refresh would move the end further and further: the end is fixed, idle time is ours (session.ts).
    session: {
      fields: { token: "tokenHash" },
      expiresIn: 7 * DAY_SECONDS,
      disableSessionRefresh: true,
      additionalFields: { byLink: { type: "boolean", input: false, defaultValue: false } },
    },
    user: {
      additionalFields: {
        // `input: false`: nobody gives themselves a role with the request that signs them in.
        role: { type: "string", input: false, defaultValue: "viewer" },
        banned: { type: "boolean", input: false, defaultValue: false },
      },
    },
    // The sign-in gate counts tries per account and address, across restarts.
    rateLimit: { enabled: false },
    databaseHooks: { session: { create: { before: refuseDisabled } } },
    advanced: {
      // Behind a proxy that ends TLS the request itself is plain HTTP: only the public address tells.
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
