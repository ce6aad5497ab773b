import * as z from "../deps/zod.ts";

/** The argument by which every tool names one virtual machine. */
export const vmName = z.string().min(1).max(1000).describe(
  "Name, inventory path (/DC/vm/folder/name), moref (vm-42), UUID, IP address, MAC address or DNS name of the virtual machine",
);

/** The argument that names a task. */
export const taskId = z.string().min(1).describe(
  "Id of the task, such as task-123, from the answer of a call",
);
