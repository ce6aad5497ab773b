import { vmArgument } from "./arguments.ts";
import { definePrompt } from "./prompt.ts";

export default definePrompt({
  name: "diagnose_vm",
  title: "Diagnose a virtual machine",
  description: "Finds out why one virtual machine is slow, unreachable or off, without changing anything.",
  arguments: [
    vmArgument({
      description: "The machine: name, inventory path, moref, UUID, IP or MAC address",
      isRequired: true,
    }),
    {
      name: "symptom",
      description: "What is wrong, and since when: slow since this morning, no network",
      isRequired: false,
    },
  ],
  needs: ["get_vm", "get_vm_performance"],
  mayUse: ["find", "get_performance", "get_host", "list_datastores"],
  goal:
    "Find out what is wrong with one virtual machine on VMware vSphere, from evidence, without changing anything.",
  steps: [
    "Call `get_vm` with the value of `vm_name` as `name`.",
    "When no machine has this name, call `find` with it as `query` and ask the user which one is meant.",
    "Look at `power_state`, `connection_state`, `pending_question`, `needs_consolidation`, `tools_status`, guest disks " +
    "with little `free_gb`, `oldest_age_days` of the snapshots, and network cards that are not connected.",
    "When it runs, call `get_vm_performance`. Signs of contention: `cpu_ready_percent` above 5, `memory_balloon_mb` or " +
    "`memory_swapped_mb` above 0, `disk_latency_ms` above 20.",
    "Call `get_performance` with the machine in `names` and 24h as `last`: is this new, or how it always is?",
    "Call `get_host` for the `host` that it runs on: `in_maintenance`, load, sensors that are not green.",
    "Call `list_datastores` with each of its datastores as `name`: `free_percent` below 10, `is_accessible` false.",
    "Hold every finding against what `symptom` says; what does not explain it is a side finding.",
  ],
  evidence: [
    "The most likely cause first, then what else was found, then what was checked and is in order.",
    "What cannot be seen from here, such as what runs inside of the guest.",
    "What could be done next, the least risk first, each step with what it would interrupt.",
  ],
  limits: [
    "Change nothing. Propose each change on its own and wait until the user has agreed to that very one.",
  ],
});
