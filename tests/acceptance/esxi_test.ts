import { runSuite } from "./suite.ts";

runSuite("esx");
