import { runSuite } from "./suite.ts";

runSuite("vpx");
