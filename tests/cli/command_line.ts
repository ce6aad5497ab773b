import { parseCommandLine } from "../../src/cli/flags.ts";
import { UserError } from "../../src/errors.ts";

/** Parses arguments that are written as one line. */
export function parse(line: string): ReturnType<typeof parseCommandLine> {
  return parseCommandLine(line.split(" ").filter((word) => word !== ""));
}

/** What is said against a line; "accepted" when nothing is. */
export function refusal(line: string): string {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof UserError && error.kind === "invalid") return error.message;
    throw error;
  }
  return "accepted";
}
