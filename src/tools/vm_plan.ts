import { UserError } from "../errors.ts";
import { inGb } from "../vsphere/units.ts";
import type { VmState } from "../vsphere/vm_state.ts";
import { withoutEmpty } from "../without_empty.ts";
import { oneLine, someNames } from "./one_line.ts";
import type { PlannedObject } from "./plan.ts";

/** Nobody is asked to agree to what vSphere would refuse. `action` continues "Cannot". */
export function refuseUnready({ connectionState, question }: VmState, action: string): void {
  if (connectionState !== "connected") {
    throw new UserError(
      "conflict",
      `Cannot ${action}: it is ${connectionState}, so that vSphere can do nothing to it; mend its host or datastore first`,
    );
  }
  if (question !== undefined) {
    throw new UserError(
      "conflict",
      `Cannot ${action}: it waits for an answer to "${
        oneLine(question)
      }"; answer it in the vSphere Client first`,
    );
  }
}

/** A machine of a plan, with what one should know of it. */
export function plannedVm(state: VmState, more: Readonly<Record<string, unknown>> = {}): PlannedObject {
  const { vm, instanceUuid, changeVersion, powerState, disks, snapshots } = state;
  return {
    type: vm.ref.type,
    name: vm.name,
    moref: vm.ref.value,
    path: vm.path,
    uuid: instanceUuid,
    state: withoutEmpty({
      power_state: powerState,
      uptime_seconds: state.uptimeSeconds,
      ip_address: state.ipAddress,
      host_name: state.hostName,
      tools_status: state.toolsStatus,
      is_template: vm.isTemplate,
      disks: disks.map(({ label, file, capacityBytes }) =>
        withoutEmpty({ label, file, capacity_gb: inGb(capacityBytes) })
      ),
      snapshots: snapshots.map(({ name, createTime }) => ({ name, created: createTime })),
      ...more,
    }),
    summary: summaryOf(state),
    // Whatever is not in here may change without anybody being asked again: the load, an address.
    fingerprint: {
      path: vm.path,
      instanceUuid,
      changeVersion,
      powerState,
      disks: disks.map(({ file, capacityBytes }) => ({ file, capacityBytes })),
      snapshots: snapshots.map(({ ref, name, depth, isCurrent }) => ({
        id: ref.value,
        name,
        depth,
        isCurrent,
      })),
    },
  };
}

function summaryOf(state: VmState): readonly string[] {
  const { vm, powerState, uptimeSeconds = 0, ipAddress, hostName, disks, snapshots } = state;
  const since = powerState === "poweredOn" && uptimeSeconds > 0 ? ` for ${durationOf(uptimeSeconds)}` : "";
  const known = [hostName, ipAddress].flatMap((part) => part === undefined ? [] : [oneLine(part)]);
  return [
    `${vm.isTemplate ? "template" : powerState}${since}${known.length === 0 ? "" : `, ${known.join(", ")}`}`,
    ...disks.map(({ label, file, capacityBytes }) =>
      `${label}: ${oneLine(file ?? "no file")} (${inGb(capacityBytes)} GB)`
    ),
    snapshots.length === 0
      ? "no snapshots"
      : `${snapshots.length} snapshot(s): ${someNames(snapshots.map(({ name }) => name), { limit: 5 })}`,
  ];
}

function durationOf(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  return hours >= 48
    ? `${Math.floor(hours / 24)} days`
    : hours >= 2
    ? `${hours} hours`
    : `${Math.ceil(seconds / 60)} min`;
}
