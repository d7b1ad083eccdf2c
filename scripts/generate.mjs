// `npm run generate`: generates the Prisma client after a change of a model.
import { generateClient } from "./install.mjs";

await generateClient();
