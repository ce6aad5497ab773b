/** A process of its own that writes to a trail: `writer.ts FILE COUNT` writes so many, `writer.ts FILE die` dies in one. */
import { openAuditTrail } from "../../src/audit/trail.ts";
import { RECORD } from "./stage.ts";

const [file = "", count = ""] = Deno.args;
using trail = openAuditTrail(file);
if (count === "die") {
  const entry = await trail.begin(RECORD);
  await entry.task("task-9");
  Deno.kill(Deno.pid, "SIGKILL");
}
for (let i = 0; i < Number(count); i++) {
  const entry = await trail.begin(RECORD);
  await entry.end({ outcome: "done" });
}
