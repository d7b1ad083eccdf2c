import { isDatabaseAway, isDatabaseFull } from "@headwater/db";
import { AppError } from "@headwater/domain";

/** What people are told when the database can't serve them now, which is nobody's mistake and passes; null for any other error. */
export function databaseTrouble(error: unknown): AppError | null {
  if (isDatabaseFull(error))
    return unavailable("The disk of Headwater is full: free some space on it.", error);
  if (isDatabaseAway(error))
    return unavailable("The database is away; it comes back by itself. Try again soon.", error);
  return null;
}

const unavailable = (message: string, cause: unknown) =>
  new AppError("unavailable", message, { cause, retryable: true });
