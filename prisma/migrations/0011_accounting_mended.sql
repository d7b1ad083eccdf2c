-- Documents that landed with half characters replaced: what was changed can be counted.
ALTER TABLE "accounting" ADD COLUMN "mended" BIGINT NOT NULL DEFAULT 0;
