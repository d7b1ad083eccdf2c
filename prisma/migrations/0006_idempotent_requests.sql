-- What was sent with an Idempotency-Key is done once.
CREATE TABLE "idempotent_request" (
    "user_id" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answer" BYTEA,

    CONSTRAINT "idempotent_request_pkey" PRIMARY KEY ("user_id","key_hash")
);

CREATE INDEX "idempotent_request_created_at_idx" ON "idempotent_request"("created_at");

ALTER TABLE "idempotent_request" ADD CONSTRAINT "idempotent_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
