import { z } from "zod";

/** Text that a person wrote and that is kept. PostgreSQL's text takes every character but NUL (its manual, §8.3). */
export const plainText = z
  .string()
  .trim()
  .refine((text) => !text.includes("\u0000"), "must not hold the character NUL");
