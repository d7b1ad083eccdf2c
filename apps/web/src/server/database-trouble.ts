import { isDatabaseAway, isDatabaseFull } from "@headwater/db";
import { AppError } from "@headwater/domain";

/**
 * Converts an error of a database that cannot answer now to an error with advice; null for any
 * other error.
 */
export function databaseTrouble(error: unknown): AppError | null {
  if (isDatabaseFull(error))
    return unavailable("The disk of Headwater is full: free some space on it.", error);
  if (isDatabaseAway(error))
    return unavailable(
      "The database does not answer now. It comes back by itself: try again in a moment.",
      error,
    );
  return null;
}

const unavailable = (message: string, cause: unknown) =>
  new AppError("unavailable", message, { cause, retryable: true });
