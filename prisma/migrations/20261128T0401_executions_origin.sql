-- What a statement is run for and which object it belongs to, instead of marks in its text; an
-- attempt and a lease with a fencing token, instead of two facts in the name of the holder.
ALTER TABLE "execution"
  ADD COLUMN "source_id" TEXT NOT NULL DEFAULT 'lake',
  ADD COLUMN "purpose" TEXT NOT NULL DEFAULT 'interactive',
  ADD COLUMN "origin_kind" TEXT,
  ADD COLUMN "origin_id" TEXT,
  ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "lease_token" UUID;

UPDATE "execution" SET
  "purpose" = CASE WHEN starts_with("sql", '/* for a page of the portal */ ') THEN 'portal' ELSE 'interactive' END,
  "origin_kind" = CASE WHEN "saved_query_id" IS NULL THEN NULL ELSE 'saved_query' END,
  "origin_id" = "saved_query_id"::text,
  "attempt" = CASE WHEN "claimed_by" IS NULL THEN 0 WHEN "claimed_by" LIKE '%/2' THEN 2 ELSE 1 END,
  "lease_token" = CASE WHEN "claimed_by" IS NULL OR "claimed_by" = 'lost/1' OR "state" NOT IN ('queued', 'running')
    THEN NULL ELSE gen_random_uuid() END,
  "claimed_by" = CASE WHEN "claimed_by" = 'lost/1' THEN NULL ELSE regexp_replace("claimed_by", '/[12]$', '') END;

ALTER TABLE "execution" DROP COLUMN "saved_query_id";
CREATE INDEX "execution_origin_kind_origin_id_queued_at_idx" ON "execution"("origin_kind", "origin_id", "queued_at");
