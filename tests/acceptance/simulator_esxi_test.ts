import { simulatorTest } from "../support/simulator.ts";
import { runSuite } from "./suite.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

simulatorTest(
  "the product keeps its promises on the simulator's ESXi",
  { model: "esxi" },
  (simulator, t) => runSuite(simulator, "esxi", t),
);
