import { vcsimTest } from "../support/vcsim.ts";
import { runSuite } from "./suite.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

// Over TLS, so that both ways to a target are proven.
vcsimTest(
  "the product keeps its promises on vcsim's ESXi",
  { model: "esx", tls: true },
  (vcsim, t) => runSuite(vcsim, "esxi", t),
);
