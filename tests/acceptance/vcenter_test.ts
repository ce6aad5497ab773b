import { vcsimTest } from "../support/vcsim.ts";
import { runSuite } from "./suite.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

vcsimTest(
  "the product keeps its promises on vcsim's vCenter",
  { model: "vpx" },
  (vcsim, t) => runSuite(vcsim, "vcenter", t),
);
