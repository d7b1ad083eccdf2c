/** The address of a running portal and the API key for its calls. */
export interface PortalAddress {
  readonly url: string;
  readonly apiKey: string | undefined;
}

/**
 * The portal that the variables of an environment name. An empty variable counts as not set,
 * because a shell leaves a variable empty when the command that should fill it printed nothing.
 */
export function addressFrom(env: Readonly<Record<string, string | undefined>>): PortalAddress {
  const set = (name: string) => (env[name]?.trim() === "" ? undefined : env[name]?.trim());
  return {
    url: set("HEADWATER_URL") ?? `http://127.0.0.1:${set("HEADWATER_PORT") ?? "3000"}`,
    apiKey: set("HEADWATER_API_KEY") ?? set("HEADWATER_ADMIN_API_KEY"),
  };
}

/** A failure that the user can act on; printed as one line, exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Calls of the portal's API. Every failure becomes a CommandError that says what to do. */
export interface Portal {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  remove(path: string): Promise<void>;
  /** The body as a stream, for downloads. */
  stream(path: string): Promise<ReadableStream<Uint8Array>>;
}

export function openPortal({ url, apiKey }: PortalAddress): Portal {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (apiKey === undefined) {
      throw new CommandError(
        "Set HEADWATER_API_KEY to a key from your account in the portal (or give HEADWATER_ADMIN_API_KEY at the first start).",
      );
    }
    const headers = {
      authorization: `Key ${apiKey}`,
      "content-type": "application/json",
      accept: "application/json",
    };
    const response = await reach(url, path, { ...init, headers });
    if (!response.ok) throw new CommandError(await explain(response, path));
    return response;
  };
  return {
    get: async <T>(path: string) => (await call(path)).json() as Promise<T>,
    post: async <T>(path: string, body: unknown) =>
      (await call(path, { method: "POST", body: JSON.stringify(body) })).json() as Promise<T>,
    remove: async (path) => void (await call(path, { method: "DELETE" })),
    stream: async (path) => {
      const { body } = await call(path);
      if (body === null)
        throw new CommandError(`The portal's answer to ${path} has no body. Try again.`);
      return body;
    },
  };
}

async function reach(url: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, url), init);
  } catch (cause) {
    throw new CommandError(
      `No portal answers at ${url}. Start Headwater with npm start, or set HEADWATER_URL to the address of your portal.`,
      { cause },
    );
  }
}

async function explain(response: Response, path: string): Promise<string> {
  const text = await response.text();
  const message = messageOf(text);
  if (response.status === 401)
    return "The portal does not know the API key in HEADWATER_API_KEY. Make a key on your account page and set the variable to it.";
  if (response.status === 403)
    return (
      message ?? "The owner of this API key has no right to do that. Ask an admin for the right."
    );
  return message ?? `${path} answered ${response.status}.`;
}

function messageOf(text: string): string | null {
  try {
    const body = JSON.parse(text) as { message?: unknown };
    return typeof body.message === "string" ? body.message : null;
  } catch {
    return null;
  }
}
