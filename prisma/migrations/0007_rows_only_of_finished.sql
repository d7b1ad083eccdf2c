-- A statement that was stopped, or failed in the middle, could be stored as finished and serve as a cached result. Which of
-- the results of that time are whole can't be told any more: none of them answers another statement from now on.
UPDATE execution SET cache_key = NULL WHERE cache_key IS NOT NULL;

-- Rows belong to a finished execution and to no other.
UPDATE execution SET result_id = NULL, rows = NULL WHERE state <> 'finished';
ALTER TABLE execution ADD CONSTRAINT execution_rows_only_of_finished
  CHECK (state = 'finished' OR (result_id IS NULL AND cache_key IS NULL AND rows IS NULL));

-- What is stored is summed up by its result.
CREATE INDEX "execution_result_id_idx" ON "execution"("result_id");
