import { datastoreArgument, hostArgument } from "./arguments.ts";
import { definePrompt } from "./prompt.ts";

export default definePrompt({
  name: "capacity_review",
  title: "Review capacity",
  description: "Reviews CPU, memory and storage: what is short, what is over-committed, what is idle.",
  arguments: [
    hostArgument({ description: "Only this host. Without it: all", isRequired: false }),
    datastoreArgument({ description: "Only this datastore. Without it: all", isRequired: false }),
    { name: "period", description: "How far to look back: 24h, 7d, 4w. Without it: 7d", isRequired: false },
  ],
  needs: ["list_hosts", "list_datastores"],
  mayUse: ["list_vms", "get_performance"],
  goal:
    "Review the capacity of a vSphere installation: what is short, what will be, and what is paid for and idle.",
  steps: [
    "Call `list_hosts` with the value of `host_name` as `name`.",
    {
      unless: "host_name",
      text:
        "Call `list_hosts` with `memory_usage_percent` as `sort_by` and `descending` true; follow `next_cursor`.",
    },
    "Call `list_datastores` with the value of `datastore_name` as `name`.",
    {
      unless: "datastore_name",
      text:
        "Call `list_datastores` with `free_percent` as `sort_by`, the fullest first; follow `next_cursor` while they are " +
        "below 20. `overcommit_percent` above 100 means that thin disks can fill it.",
    },
    "Call `get_performance` with host as `kind` and the value of `period` as `last`.",
    {
      unless: "period",
      text: "Call `get_performance` with host as `kind` and 7d as `last`; where there is no history, say so.",
    },
    "Call `get_performance` with vm as `kind`, 10 as `top` and cpu.ready.percent as `top_by`: who waits for CPU.",
    "Call `list_vms` with poweredOff as `power_state` and `storage_used_gb` as one of `fields`: what takes space and " +
    "does not run.",
    "Judge each cluster by what is left when its largest host fails.",
  ],
  evidence: [
    "Short now, short soon, idle: a table each, with figures and the limit they are held against.",
    "Averages and peaks over the period apart from the moment; name the period.",
    "What to do, by effect; say what is a guess.",
  ],
  limits: ["Change nothing. Deleting, powering off and resizing are proposals that the user decides on."],
});
