import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The key that signs session cookies. It is made once per home, and only the owner of the home can
 * read it.
 */
export function sessionSecret(secretsDir: string): string {
  const file = join(secretsDir, "session");
  const known = existsSync(file) ? readFileSync(file, "utf8").trim() : null;
  if (known !== null && known !== "") return known;
  mkdirSync(secretsDir, { recursive: true, mode: 0o700 });
  // The secret is written to a draft first: on a full disk the file itself would stay empty, and
  // anybody can sign with an empty secret.
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600 });
    if (known === "") rmSync(file);
    // The link fails if another process was faster, so that the cookies of that process stay valid.
    linkSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}
