import * as z from "../../deps/zod.ts";
import { describeVm } from "../../vsphere/describe_vm.ts";
import { type VmDescription, vmDescription } from "../../vsphere/vm_description.ts";
import { vmName } from "../arguments.ts";
import { defineTool } from "../tool.ts";

export default defineTool({
  name: "get_vm",
  title: "Look at a virtual machine",
  description:
    "Tells everything about one virtual machine: configuration, disks, network cards with IPs, guest and VMware Tools, host, " +
    "pool, folder, snapshots with age, pending question, notes. For many machines use list_vms; for load get_vm_performance.",
  effect: "read",
  privileges: ["System.Read"],
  input: z.object({ name: vmName }),
  output: vmDescription,
  run: ({ name }, { vsphere, signal }) => describeVm(vsphere, name, signal),
  text: summarize,
});

/** Notes and questions are quoted: their line breaks must not pass for lines of ours. */
function summarize(vm: VmDescription): string {
  const { guest, snapshots, disks, nics } = vm;
  return [
    `${vm.path} (${vm.moref}) is ${vm.power_state}${vm.is_template ? ", a template" : ""} on host ${
      vm.host ?? "unknown"
    }`,
    `${vm.cpu.count ?? "?"} CPU, ${vm.memory.size_mb ?? "?"} MB, ${
      vm.guest_os ?? vm.guest_id ?? "guest OS unknown"
    }, ` +
    `${vm.firmware ?? "firmware unknown"}, ${vm.hardware_version ?? "hardware version unknown"}`,
    ...disks.map((disk) =>
      `Disk ${disk.label}: ${disk.capacity_gb} GB${disk.is_thin ? " thin" : ""}, ${disk.file ?? "no file"}`
    ),
    ...nics.map((nic) =>
      `NIC ${nic.label}: ${nic.network ?? "no network"}, ${nic.mac_address ?? "no MAC"}, ${
        nic.is_connected ? "connected" : "disconnected"
      }` +
      (nic.ip_addresses.length === 0 ? "" : `, ${nic.ip_addresses.join(" ")}`)
    ),
    `Guest: ${guest.host_name ?? "no host name"}, ${guest.ip_address ?? "no IP"}, Tools ${
      guest.tools_status ?? "unknown"
    }`,
    snapshots.count === 0
      ? "No snapshots"
      : `${snapshots.count} snapshot(s), the oldest ${snapshots.oldest_age_days ?? "?"} day(s) old`,
    ...(vm.pending_question === undefined
      ? []
      : [`It waits for an answer: ${JSON.stringify(vm.pending_question)}`]),
    ...(vm.needs_consolidation ? ["Its disks need consolidation"] : []),
    ...(vm.unavailable === undefined ? [] : [vm.unavailable]),
    ...(vm.notes === undefined ? [] : [`Notes: ${JSON.stringify(vm.notes)}`]),
  ].join("\n");
}
