// `npm run generate`: writes the Prisma client after a model changed.
import { generateClient } from "./install.mjs";

await generateClient();
