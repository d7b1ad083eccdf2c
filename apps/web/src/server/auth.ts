import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { PEER_HEADER } from "./peer.ts";
import { runtime } from "./runtime.ts";
import { sessionSecret } from "./secret.ts";
import { signInLink } from "./sign-in-link.ts";

const DAY_SECONDS = 86_400;
/** Keys are at least this long; a first admin may bring one of their own. */
const MIN_API_KEY_LENGTH = 32;

function openAuth() {
  const { config, database } = runtime();
  const { port, publicUrl } = config;
  return betterAuth({
    appName: "Headwater",
    baseURL: publicUrl,
    // On the machine itself people open either name, whatever address the others are told.
    trustedOrigins: [publicUrl, `http://localhost:${port}`, `http://127.0.0.1:${port}`],
    secret: sessionSecret(config.paths.secrets),
    database: prismaAdapter(database.prisma, { provider: "postgresql" }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    session: {
      expiresIn: 14 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
      additionalFields: { byLink: { type: "boolean", input: false, defaultValue: false } },
    },
    user: {
      additionalFields: {
        // `input: false`: nobody gives themselves a role with the request that signs them in.
        role: { type: "string", input: false, defaultValue: "viewer" },
        banned: { type: "boolean", input: false, defaultValue: false },
      },
    },
    // Per client address and path, in memory: one process serves the portal, a restart forgives.
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { "/sign-in/email": { window: 60, max: 20 } },
    },
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
