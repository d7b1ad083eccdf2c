-- Sign-ins that failed or are being judged: the limits per account and per address count them, across restarts.
CREATE TABLE "sign_in_try" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_try_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_in_try_key_at_idx" ON "sign_in_try"("key", "at");
