import { simulatorTest } from "../support/simulator.ts";
import { runSuite } from "./suite.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

// Over TLS, so that both ways to a target are proven.
simulatorTest(
  "the product keeps its promises on the simulator's vCenter",
  { model: "vcenter", tls: true },
  (simulator, t) => runSuite(simulator, "vcenter", t),
);
