import { z } from "zod";

/** A new API key: the name by which its owner knows it. */
export const keyInput = z.object({ name: z.string().trim().min(1).max(100) });
