import { hostArgument } from "./arguments.ts";
import { definePrompt } from "./prompt.ts";

export default definePrompt({
  name: "plan_maintenance",
  title: "Plan maintenance of a host",
  description:
    "Plans how to empty and service one ESXi host: what moves where, what has to stop, whether the rest can carry it.",
  arguments: [
    hostArgument({ description: "The host: name, inventory path or moref", isRequired: true }),
    {
      name: "occasion",
      description: "What is to be done, when and for how long: firmware, Saturday night, 2 hours",
      isRequired: false,
    },
  ],
  needs: ["get_host", "list_hosts", "list_vms"],
  mayUse: ["get_performance", "list_datastores", "get_vm"],
  goal: "Plan the maintenance of one ESXi host. Make the plan only; carry nothing out.",
  steps: [
    "Call `get_host` with the value of `host_name` as `name`: `cluster`, `is_standalone`, `in_maintenance`, " +
    "`reboot_required`, sensors that are not green, datastores.",
    "Call `list_vms` with this host as `host` and `fields` `power_state`, `cpu_count`, `memory_mb`, `datastores` and " +
    "`notes`; follow `next_cursor` to the end.",
    "When it belongs to a cluster, call `list_hosts` with it as `cluster`: do CPU and memory of the other hosts that are " +
    "connected and not `in_maintenance` suffice for what runs here, with one of them failing?",
    "Call `get_performance` with host as `kind`, those hosts in `names` and 7d as `last`, to judge by peaks and not by " +
    "this moment; where there is no history, say so.",
    "Call `list_datastores` with this host as `host`: machines on one whose `host_count` is 1 cannot move without their " +
    "disks.",
    "Call `get_vm` for machines that may not be able to move: a connected CD-ROM drive with an `iso`, a " +
    "`pending_question`, disks on a datastore that only this host has.",
    "When `is_standalone` is true, everything that runs has to be shut down: propose an order in which that is safe.",
    "Fit the plan to what `occasion` says.",
  ],
  evidence: [
    "A table of the machines: moves, has to be shut down, or needs a decision, each with the reason.",
    "Whether the others can carry it, in figures.",
    "The steps in order, how to check each, how to go back, and what to check afterwards. Say of each whether a tool of " +
    "this server does it or the user has to do it in the vSphere Client.",
  ],
  limits: ["Move, power off or change nothing. The plan is for the user to decide on."],
});
