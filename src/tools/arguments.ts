import * as z from "../deps/zod.ts";

/** The argument by which every tool names one virtual machine. */
export const vmName = z.string().min(1).max(1000).describe(
  "Name, inventory path (/DC/vm/web/web-1), moref (vm-42), UUID, IP, MAC or DNS name",
);

/** The argument that names a task. */
export const taskId = z.string().min(1).describe(
  "Id of the task, such as task-123, from the answer of a call",
);

/** The argument that orders a list the other way round. */
export const descending = z.boolean().default(false).describe("true: highest first");

/** The arguments that page through a list. */
export const pageArguments = {
  limit: z.number().int().min(1).max(1000).default(50).describe("Rows in one answer"),
  cursor: z.string().optional().describe("next_cursor of the answer before, for the rows that follow"),
};

/** What every list says of its page. */
export const pageFacts = {
  total: z.number().int().describe("How many match, whatever the limit"),
  next_cursor: z.string().optional().describe(
    "Give it as `cursor` for the next rows; absent on the last page",
  ),
};
