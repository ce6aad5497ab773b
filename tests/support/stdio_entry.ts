import { serveStdio } from "../../src/transports/stdio.ts";
import { ADMIN } from "./callers.ts";
import { createStage } from "./hand_made_service.ts";

await serveStdio(createStage().service, { caller: ADMIN, signal: new AbortController().signal });
