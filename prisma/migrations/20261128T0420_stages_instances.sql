-- A row per instance of a stage instead of one per stage, and details as a list of labelled values. The old rows are
-- signs of life of processes that ended before this ran; each process writes its row again within two seconds.
DROP TABLE "stage_status";

CREATE TABLE "stage_status" (
    "instance" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "metrics_port" INTEGER,
    "details" JSONB NOT NULL DEFAULT '[]',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stage_status_pkey" PRIMARY KEY ("instance")
);
