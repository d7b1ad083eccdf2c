import { type ClassValue, clsx } from "clsx";

/** Joins class names, leaving out what is false. */
export const cx = (...values: ClassValue[]): string => clsx(values);
