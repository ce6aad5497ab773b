import * as z from "../../src/deps/zod.ts";
import { UserError } from "../../src/errors.ts";
import { registerSecret } from "../../src/log.ts";
import { defineTool, type Tool } from "../../src/tools/tool.ts";

/** Planted in errors and answers; must not come out anywhere. */
export const SECRET = "hunter2-Geheim&<x>";
registerSecret(SECRET);

/** Refuses like a tool that cannot do what it is asked. */
export const deny: Tool = defineTool({
  name: "deny",
  title: "Deny",
  description: "Always refuses",
  effect: "destroy",
  plan: () => Promise.resolve(undefined),
  privileges: [],
  input: z.object({
    kind: z.enum(["not_found", "conflict", "ambiguous", "unavailable"]).default("conflict"),
  }),
  output: z.looseObject({ id: z.string() }),
  text: () => "",
  run: ({ kind }) =>
    Promise.reject(
      new UserError(
        kind,
        'Cannot delete virtual machine "web-1": it is powered on; power_off_vm turns it off',
        {
          details: { candidates: ["web-1", "web-2"] },
        },
      ),
    ),
});

/** Fails like a tool with a defect. */
export const crash: Tool = defineTool({
  name: "crash",
  title: "Crash",
  description: "Fails with a secret in the error",
  effect: "write",
  privileges: [],
  input: z.object({ says: z.enum(["plain", "zod"]).default("plain") }),
  output: z.looseObject({}),
  text: () => "",
  run({ says }) {
    if (says === "zod") z.object({ password: z.literal(SECRET) }).parse({});
    throw new Error(`login as root with ${SECRET} failed at /secret/path`);
  },
});
