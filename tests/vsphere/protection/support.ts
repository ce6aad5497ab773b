import assert from "node:assert/strict";
import { UserError } from "../../../src/errors.ts";
import type { Vm } from "../../../src/simulator/world/vm.ts";
import { Protection, type ProtectionRules } from "../../../src/vsphere/protection/protection.ts";
import type { Call } from "../../../src/vsphere/session.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";

/** Why the rules refuse the call; undefined when they do not. */
export async function refusal(
  vsphere: Vsphere,
  call: Call,
  rules: Partial<ProtectionRules>,
): Promise<string | undefined> {
  try {
    await new Protection({ protected: [], unprotect: [], ownMacs: [], ...rules }).check(vsphere, call);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof UserError && error.kind === "denied", String(error));
    return error.message;
  }
}

/** The machine of this name, the first of twins. */
export function vmOf(vms: readonly Vm[], name: string): Vm {
  const vm = vms.find((candidate) => candidate.name === name);
  assert.ok(vm !== undefined, name);
  return vm;
}

/** The addresses of its network cards. */
export function macsOf({ devices }: Vm): readonly string[] {
  return devices.flatMap(({ macAddress }) => typeof macAddress === "string" ? [macAddress] : []);
}
