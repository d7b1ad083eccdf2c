-- What a process keeps of schemas and tables in memory is of one version: it compares before it relies on it.
CREATE TABLE "catalogue_version" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "catalogue_version_pkey" PRIMARY KEY ("id")
);

INSERT INTO "catalogue_version" DEFAULT VALUES;

CREATE FUNCTION raise_catalogue_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "catalogue_version" SET "version" = "version" + 1;
    RETURN NULL;
END
$$;

-- Deferred to the commit: this row is then the last lock of every transaction, so two of them can't wait for each other.
CREATE CONSTRAINT TRIGGER "schema_version_raises_catalogue_version"
    AFTER INSERT OR UPDATE OR DELETE ON "schema_version"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_catalogue_version();

CREATE CONSTRAINT TRIGGER "lake_table_raises_catalogue_version"
    AFTER INSERT OR UPDATE OR DELETE ON "lake_table"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_catalogue_version();
