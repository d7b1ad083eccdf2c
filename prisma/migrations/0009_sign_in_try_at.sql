-- Each try removes those that are too old to count: among many of many addresses they are found by their time.
CREATE INDEX "sign_in_try_at_idx" ON "sign_in_try"("at");
