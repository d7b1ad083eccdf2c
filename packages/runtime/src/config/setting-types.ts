import { z } from "zod";

/** What HEADWATER_ROLES may name. */
const ROLES = ["edge", "loader", "batch", "query", "producer", "portal"] as const;
/** A role that a process can have. */
export type RoleOfProcess = (typeof ROLES)[number];

const PORT_RULE = "must be a whole number from 0 to 65535 (0 takes a free one)";
/** A port; 0 takes a free one. */
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
        z.enum(ROLES, {
          error: ({ input }) => `\`${input}\` is no role; there are ${ROLES.join(", ")}`,
        }),
      )
      .min(1, "names no role"),
  );
