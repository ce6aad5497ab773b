import assert from "node:assert/strict";
import type { FarSide } from "../support/far_side.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { startPlace } from "../support/product.ts";
import { LIFECYCLE } from "./lifecycle.ts";
import { LISTING } from "./listing.ts";
import { LOST_SESSION } from "./lost_session.ts";
import { NAMES } from "./names.ts";
import { REFUSALS } from "./refusals.ts";
import type { Stage } from "./stage.ts";
import { SURFACE } from "./surface.ts";

const SUITE = { ...SURFACE, ...LIFECYCLE, ...LISTING, ...NAMES, ...REFUSALS, ...LOST_SESSION };
const TRANSPORTS = ["stdio", "http"] as const;

/** Runs the suite against a far side: every client on every transport, each with a process of its own. */
export async function runSuite(
  farSide: FarSide,
  model: Stage["model"],
  t: Deno.TestContext,
): Promise<void> {
  for (const transport of TRANSPORTS) {
    for (const kind of CLIENT_KINDS) {
      await t.step(`${kind} over ${transport}`, async (t) => {
        await using server = await startPlace(transport, { farSide });
        await using client = await connectClient(kind, server);
        const tag = `${kind} ${transport}`.replace(/\W+/g, "");
        for (const [name, check] of Object.entries(SUITE)) {
          await t.step(name, () => check({ client, farSide, model, tag }));
        }
      });
    }
  }
  if (model === "esxi") {
    const methods = (await farSide.log()).map(({ method }) => method);
    assert.ok(methods.includes("CreateVM_Task"));
    assert.ok(!methods.includes("CloneVM_Task"), "CloneVM_Task was sent to an ESXi host");
  }
}
