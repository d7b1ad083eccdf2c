-- A session's token stands here as its SHA-256 only. The present sessions go on: whoever holds one has its token.
ALTER TABLE "session" RENAME COLUMN "token" TO "token_hash";
ALTER INDEX "session_token_key" RENAME TO "session_token_hash_key";
UPDATE "session" SET "token_hash" = encode(sha256(convert_to("token_hash", 'UTF8')), 'hex');
