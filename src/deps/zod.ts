// The names one by one, not the object `z`: a bundler cannot take the unused part of an object out.
export * from "npm:zod@4.6.7";
import { config } from "npm:zod@4.6.7";

// Compiled parsers cost each start several milliseconds and save none: messages and arguments are small.
config({ jitless: true });
