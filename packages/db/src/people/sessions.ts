import type { Database } from "../client.ts";

type Store = Pick<Database, "prisma">;

/** Ends a session. */
export async function endSession({ prisma }: Store, id: string): Promise<void> {
  await prisma.session.deleteMany({ where: { id } });
}

/** Records the use of a session; a session that has ended meanwhile stays ended. */
export async function noteSessionUsed({ prisma, now }: Database, id: string): Promise<void> {
  await prisma.session.updateMany({ where: { id }, data: { updatedAt: now() } });
}
