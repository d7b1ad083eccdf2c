-- The store of saved queries finds the latest run by its origin; what stays in the row is the run
-- that its author saw when the query was saved, which began before the query had a number.
DROP INDEX "saved_query_latest_execution_id_idx";
ALTER TABLE "saved_query" RENAME COLUMN "latest_execution_id" TO "saved_with_execution_id";
CREATE INDEX "saved_query_saved_with_execution_id_idx" ON "saved_query"("saved_with_execution_id");
