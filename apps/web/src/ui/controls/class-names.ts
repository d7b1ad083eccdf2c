import { type ClassValue, clsx } from "clsx";

/** Joins class names and leaves out false values. */
export const cx = (...values: ClassValue[]): string => clsx(values);
