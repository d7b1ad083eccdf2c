import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The key that signs session cookies; made once per home, readable by its owner only. */
export function sessionSecret(secretsDir: string): string {
  const file = join(secretsDir, "session");
  const known = existsSync(file) ? readFileSync(file, "utf8").trim() : null;
  if (known !== null && known !== "") return known;
  mkdirSync(secretsDir, { recursive: true, mode: 0o700 });
  // By a draft: on a full disk the file itself would stay empty, and an empty secret signs for everybody.
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600 });
    if (known === "") rmSync(file);
    // Fails where another process was faster, instead of making its cookies worthless.
    linkSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}
