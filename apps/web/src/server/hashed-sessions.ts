import { createHash } from "node:crypto";
import type { BetterAuthOptions } from "better-auth";
import type { prismaAdapter } from "better-auth/adapters/prisma";

type OpenAdapter = ReturnType<typeof prismaAdapter>;
type Adapter = ReturnType<OpenAdapter>;
type TransactionAdapter = Omit<Adapter, "transaction">;

const MODEL = "session";
const FIELD = "token";

/** Each method of an adapter that a token can go through. */
const METHODS = [
  ...(["create", "findOne", "findMany", "count", "update", "updateMany"] as const),
  ...(["delete", "deleteMany", "consumeOne", "incrementOne"] as const),
];

type Fields = Readonly<Record<string, unknown>>;

/** The common part of these methods' inputs. */
interface Query {
  readonly model: string;
  readonly where?: readonly { readonly field: string; readonly value: unknown }[];
  readonly data?: Fields;
  readonly update?: Fields;
  readonly set?: Fields;
}

/**
 * The sign-in library's database adapter, which stores a session's token as its SHA-256: a person
 * who reads the table or a backup cannot use the sessions of others. The library itself sees the
 * tokens that it made or received.
 */
export function withHashedSessions(open: OpenAdapter): OpenAdapter {
  return (options: BetterAuthOptions) => {
    const adapter = open(options);
    return {
      ...hashing(adapter),
      transaction: (act) => adapter.transaction((within) => act(hashing(within))),
    };
  };
}

function hashing<Some extends TransactionAdapter>(adapter: Some): Some {
  const methods = METHODS.map((name) => {
    const call = adapter[name] as (query: Query) => Promise<unknown>;
    const hashed = async (query: Query) => {
      if (query.model !== MODEL) return call(query);
      const tokens = new Map<unknown, string>();
      return shown(await call(stored(query, tokens)), tokens);
    };
    return [name, hashed] as const;
  });
  return { ...adapter, ...Object.fromEntries(methods) };
}

/** A query with the hash of each token in its place; `tokens` gets the tokens by their hashes. */
function stored(query: Query, tokens: Map<unknown, string>): Query {
  const hashOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hashOf);
    if (typeof value !== "string") return value;
    const hash = createHash("sha256").update(value).digest("hex");
    tokens.set(hash, value);
    return hash;
  };
  const fieldsOf = (name: "data" | "update" | "set") => {
    const fields = query[name];
    if (fields === undefined || !Object.hasOwn(fields, FIELD)) return {};
    return { [name]: { ...fields, [FIELD]: hashOf(fields[FIELD]) } };
  };
  const where = query.where?.map((one) =>
    one.field === FIELD ? { ...one, value: hashOf(one.value) } : one,
  );
  return {
    ...query,
    ...(where === undefined ? {} : { where }),
    ...fieldsOf("data"),
    ...fieldsOf("update"),
    ...fieldsOf("set"),
  };
}

/**
 * Returns rows with the tokens that the library named; of other sessions the library sees only the
 * hashes, which are not valid tokens.
 */
function shown(answer: unknown, tokens: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(answer)) return answer.map((row) => shown(row, tokens));
  if (typeof answer !== "object" || answer === null || !(FIELD in answer)) return answer;
  return { ...answer, [FIELD]: tokens.get(answer[FIELD]) ?? answer[FIELD] };
}
