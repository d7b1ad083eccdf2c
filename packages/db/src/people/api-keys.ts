import { createHash, randomUUID } from "node:crypto";
import type { Database } from "../client.ts";

/**
 * The id of the person who owns this API key; null if the key is unknown or can't be used. The
 * function only reads, so that it works on a full disk, too.
 */
export async function readApiKeyOwner(
  { pool, now }: Pick<Database, "pool" | "now">,
  key: string,
): Promise<string | null> {
  // The sign-in library stores keys in this form.
  const hash = createHash("sha256").update(key).digest("base64url");
  const { rows } = await pool.query<{ id: string }>(
    `SELECT u.id FROM api_key k JOIN user_account u ON u.id = k.reference_id
     WHERE k.key = $1 AND k.enabled IS NOT FALSE AND NOT u.banned
       AND (k.expires_at IS NULL OR k.expires_at > $2)`,
    [hash, now()],
  );
  return rows[0]?.id ?? null;
}

type Store = Pick<Database, "prisma">;

/** The API keys of a person, newest first; the secret parts of the keys are not stored. */
export function listApiKeys({ prisma }: Store, userId: string) {
  return prisma.apikey.findMany({
    where: { referenceId: userId },
    orderBy: { createdAt: "desc" },
    select: { id: true, name: true, start: true, createdAt: true, lastRequest: true },
  });
}

/** The number of API keys of a person. */
export function countApiKeys({ prisma }: Store, userId: string): Promise<number> {
  return prisma.apikey.count({ where: { referenceId: userId } });
}

/** A key that was made elsewhere, in the form in which the sign-in library stores keys. */
export interface ForeignKey {
  readonly userId: string;
  readonly name: string;
  /** The first characters of the key, which distinguish keys in a list. */
  readonly start: string;
  readonly hash: string;
}

/** Stores a key that was made elsewhere. */
export async function addApiKey({ prisma }: Store, key: ForeignKey): Promise<void> {
  const { userId, name, start, hash } = key;
  await prisma.apikey.create({
    data: { id: randomUUID(), name, start, key: hash, referenceId: userId },
  });
}

/**
 * Deletes a key of a person, which stops working at once. Returns false if the person does not have
 * this key.
 */
export async function deleteApiKey(
  { prisma }: Store,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<boolean> {
  const { count } = await prisma.apikey.deleteMany({ where: { id, referenceId: userId } });
  return count > 0;
}
