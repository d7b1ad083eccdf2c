import { createHash } from "node:crypto";
import type { Database } from "../client.ts";

/** Id of the person whose usable API key this is; null if there is none. It only reads, so it works on a full disk, too. */
export async function readApiKeyOwner(
  { pool }: Pick<Database, "pool">,
  key: string,
): Promise<string | null> {
  // The sign-in library keeps keys in this form.
  const hash = createHash("sha256").update(key).digest("base64url");
  const { rows } = await pool.query<{ id: string }>(
    `SELECT u.id FROM api_key k JOIN user_account u ON u.id = k.reference_id
     WHERE k.key = $1 AND k.enabled IS NOT FALSE AND NOT u.banned
       AND (k.expires_at IS NULL OR k.expires_at > now())`,
    [hash],
  );
  return rows[0]?.id ?? null;
}
