import { COPIES } from "./govc_copies.ts";
import { DATASTORES } from "./govc_datastores.ts";
import { INVENTORY } from "./govc_inventory.ts";
import { SESSIONS } from "./govc_sessions.ts";
import { findStage } from "./govc_stage.ts";
import { VCENTER_ONLY } from "./govc_vcenter.ts";
import { VMS } from "./govc_vms.ts";
import { WATCHING } from "./govc_watching.ts";
import { Govc } from "./govc.ts";
import type { Place } from "./place.ts";

const COMMON = { ...INVENTORY, ...VMS, ...COPIES, ...DATASTORES, ...WATCHING };

/** Runs govc against an endpoint, a step for each thing that it is to do there. */
export async function runGovcSuite(place: Place, t: Deno.TestContext): Promise<void> {
  await using govc = await Govc.open(place);
  const stage = await findStage(govc, place);
  const suite = { ...COMMON, ...(place.model === "vcenter" ? VCENTER_ONLY : {}), ...SESSIONS };
  for (const [name, check] of Object.entries(suite)) await t.step(name, () => check(stage));
  await govc.text("session.logout");
}
