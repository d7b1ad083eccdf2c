import { z } from "zod";
import { ROLES } from "../roles/index.ts";

const NAMES = ROLES.map(({ name }) => name);
const PORT_RULE = "must be a whole number from 0 to 65535 (0 chooses a free port)";
/** A port; 0 stands for any free port. */
export const port = z.coerce
  .number(PORT_RULE)
  .int(PORT_RULE)
  .min(0, PORT_RULE)
  .max(65_535, PORT_RULE);
/** A whole number above 0. */
export const count = z.coerce.number().int().positive();
/** A whole number of megabytes, as bytes. */
export const megabytes = count.transform((value) => value * 1024 * 1024);
/** A text that may be missing. */
export const optionalText = z.string().min(1).optional();
/** Names of roles with commas between them. */
export const roles = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((role) => role.trim())
      .filter((role) => role !== ""),
  )
  .pipe(
    z
      .array(
        z.enum(NAMES, {
          error: ({ input }) => `\`${input}\` is no role; there are ${NAMES.join(", ")}`,
        }),
      )
      .min(1, "names no role"),
  );
