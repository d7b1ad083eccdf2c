import { askDatabase } from "@headwater/db";
import { mayWrite } from "@headwater/domain/disk";
import { freeBytes } from "@headwater/runtime";
import { z } from "zod";
import { runtime } from "./runtime.ts";

const WORDS = {
  full: "The disk of Headwater is full. Free some space on it; Headwater then continues by itself.",
  away: "The database does not answer now. It comes back by itself: try again in a moment.",
};

/** The health of the portal; in trouble, the message says what to do. */
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

/**
 * Answers 200 while the portal reaches its database; otherwise 503 with a message for the page of
 * the error.
 */
export async function answerHealth(): Promise<Response> {
  const { config, healthDatabase } = runtime();
  const isFull = !mayWrite("landing", freeBytes(config.home), config.edge.reserveBytes);
  const isReachable = await askDatabase(healthDatabase).then(
    () => true,
    () => false,
  );
  const checks: Health["checks"] = {
    database: isReachable ? "ok" : "not reachable",
    disk: isFull ? "nearly full" : "ok",
  };
  if (isReachable) return answerOf({ status: "ok", checks }, 200);
  const message = isFull ? WORDS.full : WORDS.away;
  return answerOf({ status: "error", checks, message }, 503);
}
