import { datastoreArgument, templateArgument } from "./arguments.ts";
import { definePrompt } from "./prompt.ts";

export default definePrompt({
  name: "deploy_vm",
  title: "Deploy a virtual machine",
  description:
    "Makes a new virtual machine from a template or empty, after the user has agreed to where and how large.",
  arguments: [
    // No machine has this name yet: there is nothing to complete it by.
    { name: "vm_name", description: "Name of the new machine, at most 80 characters", isRequired: true },
    templateArgument({
      description: "Template to copy. Without it an empty machine is made",
      isRequired: false,
    }),
    datastoreArgument({ description: "Where its disks go. Without it: proposed", isRequired: false }),
    {
      name: "wishes",
      description: "Size, network, guest, purpose: 4 CPUs, 16 GB, VLAN 120, Ubuntu, for builds",
      isRequired: false,
    },
  ],
  needs: ["get_vm", "list_datastores", "list_networks", "create_vm"],
  mayUse: ["find", "list_hosts", "clone_vm", "power_on_vm", "get_task"],
  goal:
    "Deploy one virtual machine: choose the place from evidence, agree on it with the user, make it once, check it.",
  steps: [
    "Call `find` with the value of `vm_name` as `query`: when a machine has the name, stop and ask for another.",
    "Call `get_vm` with the value of `template_name` as `name`: guest, disks, `firmware`, network.",
    "Call `list_datastores` with the value of `datastore_name` as `name`: room, `is_accessible`, `overcommit_percent`.",
    {
      unless: "datastore_name",
      text:
        "Call `list_datastores` with `free_gb` as `sort_by` and `descending` true; prefer one that several hosts have.",
    },
    "Call `list_networks` for the network that is wanted; where none is named, ask.",
    "Call `list_hosts`: is there CPU and memory for it?",
    "Take size, network and guest from `wishes`; ask for what is missing in place of guessing.",
    "Show the whole plan and wait for the user's yes.",
    "To copy, call `clone_vm` once, with the values of `template_name` and `vm_name`.",
    {
      unless: "clone_vm",
      text: "Copying is not offered here: tell the user that `template_name` cannot be used, and stop.",
    },
    {
      unless: "template_name",
      text: "Call `create_vm` once, with the value of `vm_name` as `name`.",
    },
    "When it answers that the task is still running, follow it with `get_task`; never make the machine a second time.",
    "Call `get_vm` for the new machine and compare it with the plan.",
    "Call `power_on_vm` only if the user wants it on.",
  ],
  evidence: [
    "Before: name, source, size, datastore with the room that is left, network, folder and host, and why each.",
    "After: its moref, path and state, and what differs from the plan.",
  ],
  limits: [
    "Make nothing before the user has agreed to the plan; a change of the plan needs a new yes.",
    "When it fails, show the error and stop. Delete or overwrite nothing to make room or to free a name.",
  ],
});
