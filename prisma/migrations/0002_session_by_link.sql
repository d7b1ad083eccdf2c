-- A session that a one-time link began may set a password without knowing the old one.
ALTER TABLE "session" ADD COLUMN "by_link" BOOLEAN NOT NULL DEFAULT false;
