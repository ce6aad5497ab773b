import { isWrite } from "../../src/vsphere/session.ts";
import type { MethodName } from "../../src/vsphere/wire/methods.ts";
import { METHODS } from "../../src/vsphere/wire/methods.ts";
import type { FarSide } from "./far_side.ts";

/** How many requests of the log change something. */
export async function countWrites(farSide: FarSide): Promise<number> {
  return (await farSide.log()).filter(({ method }) => isMethod(method) && isWrite(method)).length;
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}
