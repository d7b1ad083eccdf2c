import { z } from "zod";

/** A new API key: the name that its owner gives to the key. */
export const keyInput = z.object({ name: z.string().trim().min(1).max(100) });
