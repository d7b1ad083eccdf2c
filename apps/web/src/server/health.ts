import { askDatabase } from "@headwater/db";
import { mayWrite } from "@headwater/domain/disk";
import { freeBytes } from "@headwater/runtime";
import { runtime } from "./runtime.ts";

const WORDS = {
  full: "The disk of Headwater is full. Free some space on it; all goes on by itself.",
  away: "The database is away. It comes back by itself; try again soon.",
};

/** 200 while the portal can reach its database; what is the matter otherwise, in words for the page that stands in. */
export async function answerHealth(): Promise<Response> {
  const { config, healthDatabase } = runtime();
  const isFull = !mayWrite("landing", freeBytes(config.home), config.edge.reserveBytes);
  const isThere = await askDatabase(healthDatabase).then(
    () => true,
    () => false,
  );
  const checks = {
    database: isThere ? "ok" : "not reachable",
    disk: isFull ? "nearly full" : "ok",
  };
  if (isThere) return Response.json({ status: "ok", checks });
  const message = isFull ? WORDS.full : WORDS.away;
  return Response.json({ status: "error", checks, message }, { status: 503 });
}
