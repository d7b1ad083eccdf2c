import { join, resolve } from "node:path";
import { z } from "zod";
import { folderProblem } from "./setting-files.ts";
import { defineSettings } from "./settings.ts";

/**
 * The folders with all state: the home with its folders, and the lake, which may be outside of the
 * home.
 */
export const homeSettings = defineSettings({
  shape: {
    HEADWATER_HOME: z.string().min(1).default(".headwater"),
    HEADWATER_STORE: z
      .string()
      .refine((value) => !value.startsWith("s3:"), "only a folder is available in this version")
      .optional(),
  },
  files: { HEADWATER_HOME: folderProblem, HEADWATER_STORE: folderProblem },
  part: ({ HEADWATER_HOME, HEADWATER_STORE }) => {
    const home = resolve(HEADWATER_HOME);
    const within = (folder: string) => join(home, folder);
    return {
      home,
      paths: {
        log: within("log"),
        lake: HEADWATER_STORE === undefined ? within("lake") : resolve(HEADWATER_STORE),
        results: within("results"),
        run: within("run"),
        logs: within("logs"),
        secrets: within("secrets"),
        postgres: within("postgres"),
        temporary: within("tmp"),
      },
    };
  },
});
