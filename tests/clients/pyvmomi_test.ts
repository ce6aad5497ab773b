import { RunningSimulator } from "../support/simulator.ts";
import { hasPython } from "./pyvmomi_env.ts";
import { runPyvmomiSuite } from "./pyvmomi_suite.ts";
import { mustRunClients } from "./place.ts";

// One model over TLS, so that both ways to a server are proven.
for (const [model, tls] of [["vcenter", true], ["esxi", false]] as const) {
  Deno.test({
    name: `pyvmomi works on the simulated ${model}${tls ? " over TLS" : ""}`,
    ignore: !hasPython && !mustRunClients,
    async fn(t) {
      await using simulator = await RunningSimulator.start({ model, tls, vms: 4 });
      const { url, user, password } = simulator;
      await runPyvmomiSuite({ url, user, password, model }, t);
    },
  });
}
