/** What the codes of Node and PostgreSQL mean to whoever wrote the address. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "this host is not known",
  EAI_AGAIN: "the name of this host can't be looked up",
  EHOSTUNREACH: "there is no way to this host",
  ENETUNREACH: "there is no way to this host",
  ECONNRESET: "it ended the connection",
  "28P01": "it refuses this user or password",
  "28000": "it refuses this user",
  "3D000": "it has no such database",
  "42501": "this user may not create tables",
};

/** Why a database can't be used, on one line: host, port, database and reason, never the password. */
export function explainDatabaseFailure(databaseUrl: string, error: unknown): string {
  const { code, message } = firstOf(error);
  const reason = REASONS[code ?? ""] ?? inWords(message);
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  const text = `${url === null ? "" : `${placeOf(url)}: `}${reason.replaceAll("\n", " ")}`;
  const secrets = [url?.password, decoded(url?.password)].filter((one) => (one ?? "") !== "");
  return secrets.reduce<string>(
    (told, secret) => told.replaceAll(secret ?? "", "[redacted]"),
    text,
  );
}

/** What the client says of a connection without giving it a code. */
function inWords(message: string): string {
  if (/timeout/i.test(message)) return "it does not answer";
  return /terminated/i.test(message) ? "it ended the connection" : message;
}

function placeOf({ hostname, port, pathname }: URL): string {
  return `${hostname || "localhost"}:${port || 5432}${pathname}`;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of a name with several addresses each one failed; the first tells enough. What wraps another error says less than it. */
function firstOf(error: unknown): { code: string | undefined; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  const { code, message } = error as NodeJS.ErrnoException;
  return { code, message: message === "" ? String(code ?? error) : message };
}
