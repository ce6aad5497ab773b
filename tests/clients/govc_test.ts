import { RunningSimulator } from "../support/simulator.ts";
import { hasGo } from "./build_govc.ts";
import { runGovcSuite } from "./govc_suite.ts";
import { mustRunClients } from "./place.ts";

// One model over TLS, so that both ways to a server are proven.
for (const [model, tls] of [["vcenter", true], ["esxi", false]] as const) {
  Deno.test({
    name: `govc works on the simulated ${model}${tls ? " over TLS" : ""}`,
    ignore: !hasGo && !mustRunClients,
    async fn(t) {
      await using simulator = await RunningSimulator.start({ model, tls, vms: 4 });
      const { url, user, password } = simulator;
      await runGovcSuite({ url, user, password, model }, t);
    },
  });
}
