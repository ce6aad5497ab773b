import { serveStdio } from "../../src/transports/stdio.ts";
import { createStage } from "./hand_made_service.ts";

await serveStdio(createStage().service, { signal: new AbortController().signal });
