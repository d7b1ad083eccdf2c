import { runtime } from "@/server/runtime.ts";

export const dynamic = "force-dynamic";

/** 200 while the portal can reach its database. */
export async function GET(): Promise<Response> {
  try {
    await runtime().database.pool.query("SELECT 1");
    return Response.json({ status: "ok", checks: { database: "ok" } });
  } catch {
    return Response.json(
      { status: "error", checks: { database: "not reachable" } },
      { status: 503 },
    );
  }
}
