-- What a run read decides who else may see its rows.
ALTER TABLE "execution" ADD COLUMN "tables" TEXT[];

-- Asked with each look at somebody's run.
CREATE INDEX "saved_query_latest_execution_id_idx" ON "saved_query"("latest_execution_id");
