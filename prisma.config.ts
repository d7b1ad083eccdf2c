import { defineConfig } from "prisma/config";

/** Only `prisma generate` reads this; migrations are plain SQL applied by `packages/db`. */
export default defineConfig({
  schema: "prisma",
  datasource: { url: "postgresql://unused" },
});
