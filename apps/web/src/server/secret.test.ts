import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sessionSecret } from "./secret.ts";

describe("the secret of sessions", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "headwater-secret-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it("is made once", () => {
    const secret = sessionSecret(dir);
    expect(secret).toHaveLength(43);
    expect(sessionSecret(dir)).toBe(secret);
    expect(readdirSync(dir)).toEqual(["session"]);
  });

  it("is never empty, though a full disk may have left an empty file", () => {
    writeFileSync(join(dir, "session"), "");
    const secret = sessionSecret(dir);
    expect(secret).toHaveLength(43);
    expect(sessionSecret(dir)).toBe(secret);
  });
});
