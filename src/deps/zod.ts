// The names one by one, not the object `z`: a bundler cannot take the unused part of an object out.
export * from "npm:zod@4.6.7";
