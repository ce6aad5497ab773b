import { vmArgument } from "./arguments.ts";
import { definePrompt } from "./prompt.ts";

export default definePrompt({
  name: "clean_up_snapshots",
  title: "Clean up snapshots",
  description: "Finds snapshots that nobody needs any more and proposes which to remove, oldest first.",
  arguments: [
    vmArgument({ description: "Only this machine. Without it: all", isRequired: false }),
    {
      name: "older_than_days",
      description: "Only snapshots older than so many days: 14. Without it: 3",
      isRequired: false,
    },
  ],
  needs: ["list_vms", "get_vm"],
  mayUse: ["list_datastores", "get_task"],
  goal:
    "Find snapshots that can go, propose which, and remove only what the user has agreed to, one at a time.",
  steps: [
    "Call `get_vm` with the value of `vm_name` as `name`.",
    {
      unless: "vm_name",
      text:
        "Call `list_vms` with `has_snapshots`, `storage_used_gb`, `datastores` and `power_state` as `fields`; follow " +
        "`next_cursor` to the end, then call `get_vm` for each machine that has snapshots.",
    },
    "Look at `snapshots`: name, `description`, `created`, `depth`, `is_current`; and at `needs_consolidation`.",
    "Propose those that are older than the days in `older_than_days`; only count the others.",
    { unless: "older_than_days", text: "Propose those that are older than 3 days; only count the others." },
    "Where name or description speak of a backup, a replication or somebody's work, make it a question to the user.",
    "Call `list_datastores` for the datastores concerned: merging needs room; below 10 `free_percent` warn of it.",
    "When the user has agreed to a list, and only if your list of tools has one that removes a snapshot: remove them one " +
    "by one, the oldest first, without their children, and wait for each before the next. Without such a tool, tell the " +
    "user which to remove in the vSphere Client.",
    "Follow a removal that is still running with `get_task`; do not repeat it.",
  ],
  evidence: [
    "A table: machine, snapshot, age in days, depth, what its description says, and keep, ask or remove with the reason.",
    "What the removal will load: storage for as long as it merges, and the machine for a moment at its end.",
  ],
  limits: [
    "Remove nothing before the user has agreed to this list; an agreement to one snapshot is none to its children.",
    "Do not revert to a snapshot, and do not delete a machine: that loses data.",
  ],
});
