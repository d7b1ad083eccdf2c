/** The meaning of error codes of Node and PostgreSQL for the person who set the URL. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "no server listens at this address",
  ENOTFOUND: "this host is not known",
  EAI_AGAIN: "the name of this host can't be looked up",
  EHOSTUNREACH: "this host can't be reached",
  ENETUNREACH: "this host can't be reached",
  ECONNRESET: "the server ended the connection",
  "28P01": "the server refuses this user or password",
  "28000": "the server refuses this user",
  "3D000": "the server has no database with this name",
  "42501": "this user may not create tables",
};

/**
 * Explains in one line why a database can't be used: host, port, database and reason, never the
 * password.
 */
export function explainDatabaseFailure(databaseUrl: string, error: unknown): string {
  const { code, message } = firstOf(error);
  const reason = REASONS[code ?? ""] ?? inWords(message);
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  const text = `${url === null ? "" : `${addressOf(url)}: `}${reason.replaceAll("\n", " ")}`;
  const secrets = [url?.password, decoded(url?.password)].filter((one) => (one ?? "") !== "");
  return secrets.reduce<string>(
    (line, secret) => line.replaceAll(secret ?? "", "[redacted]"),
    text,
  );
}

/** The reason of an error that has no code. */
function inWords(message: string): string {
  if (/timeout/i.test(message)) return "the server does not answer";
  return /terminated/i.test(message) ? "the server ended the connection" : message;
}

function addressOf({ hostname, port, pathname }: URL): string {
  return `${hostname || "localhost"}:${port || 5432}${pathname}`;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * If a name has several addresses, the error contains one error for each address; the first one is
 * enough.
 */
function firstOf(error: unknown): { code: string | undefined; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  const { code, message } = error as NodeJS.ErrnoException;
  return { code, message: message === "" ? String(code ?? error) : message };
}
