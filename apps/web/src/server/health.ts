import { askDatabase } from "@headwater/db";
import { mayWrite } from "@headwater/domain/disk";
import { freeBytes } from "@headwater/runtime";
import { z } from "zod";
import { runtime } from "./runtime.ts";

const WORDS = {
  full: "The disk of Headwater is full. Free some space on it; all goes on by itself.",
  away: "The database is away. It comes back by itself; try again soon.",
};

/** The health of the portal; the message says what to do where something is wrong. */
export const healthAnswer = z.object({
  status: z.enum(["ok", "error"]),
  checks: z.object({
    database: z.enum(["ok", "not reachable"]),
    disk: z.enum(["ok", "nearly full"]),
  }),
  message: z.string().exactOptional(),
});

type Health = z.output<typeof healthAnswer>;

const answerOf = (health: Health, status: number) => Response.json(health, { status });

/** 200 while the portal can reach its database; what is the matter otherwise, in words for the page that stands in. */
export async function answerHealth(): Promise<Response> {
  const { config, healthDatabase } = runtime();
  const isFull = !mayWrite("landing", freeBytes(config.home), config.edge.reserveBytes);
  const isThere = await askDatabase(healthDatabase).then(
    () => true,
    () => false,
  );
  const checks: Health["checks"] = {
    database: isThere ? "ok" : "not reachable",
    disk: isFull ? "nearly full" : "ok",
  };
  if (isThere) return answerOf({ status: "ok", checks }, 200);
  const message = isFull ? WORDS.full : WORDS.away;
  return answerOf({ status: "error", checks, message }, 503);
}
