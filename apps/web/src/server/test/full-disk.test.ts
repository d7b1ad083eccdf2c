import { afterAll, beforeAll, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { appRouter } from "../root.ts";
import { authenticate } from "../session.ts";
import { createCallerFactory } from "../trpc.ts";
import { openPortalLab, type PortalLab, request } from "./portal-lab.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

/** Lets the database refuse to write a table as it does on a full disk. */
const fillDisk = async (table: string): Promise<void> => {
  const { pool } = lab.database;
  await pool.query(`CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$`);
  await pool.query(
    `CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON ${table} EXECUTE FUNCTION disk_full()`,
  );
};

test("on a full disk a valid key works, a wrong key does not, and a save is refused with the reason", async () => {
  const { key, id } = await lab.person("admin");
  for (const table of ["api_key", "user_account", "saved_query"]) await fillDisk(table);
  expect(await authenticate(new Headers({ authorization: `Key ${key}` }))).toMatchObject({ id });
  expect(await authenticate(new Headers({ authorization: "Key hw_wrong" }))).toBe(null);
  const context = await createContext(request("/api/trpc", { key }));
  const caller = createCallerFactory(appRouter)(context);
  await expect(caller.queries.create({ name: "one", sql: "SELECT 1" })).rejects.toMatchObject({
    code: "SERVICE_UNAVAILABLE",
    message: "The disk of Headwater is full: free some space on it.",
  });
});
