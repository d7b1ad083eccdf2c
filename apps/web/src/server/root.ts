import { router } from "./trpc.ts";

/** Every procedure of the portal, by feature. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
