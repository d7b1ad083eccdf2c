-- What a run read decides who else may see its rows.
ALTER TABLE "execution" ADD COLUMN "tables" TEXT[];
