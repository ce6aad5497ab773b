import { bundleInto } from "../support/bundle.ts";
import { FLAGS, pathOf } from "./form.ts";
import { smoke } from "./smoke.ts";
import { reachOverTls } from "./tls.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

Deno.test("the sources work under exactly the permissions of executables", async (t) => {
  const form = {
    command: Deno.execPath(),
    args: ["run", "--quiet", ...FLAGS, pathOf("main.ts")],
  };
  await smoke(form, t);
  await reachOverTls(form, t);
});

Deno.test("the bundle works under exactly the permissions of executables", async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const main = await bundleInto(folder, "split");
    const form = { command: Deno.execPath(), args: ["run", "--quiet", "--no-config", ...FLAGS, main] };
    await smoke(form, t);
    await reachOverTls(form, t);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
