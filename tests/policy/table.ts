/**
 * What comes of a call, by who calls, what the tool does, how it is confirmed and which way it comes in. Nothing here
 * is computed: a reader can hold it against what the documents promise. Columns are parted by two spaces.
 *
 * - ok: it runs
 * - asked: the human sees the plan; nothing happens at "no", it runs at "yes"
 * - token: the answer is the plan with a token; with it the second call runs
 * - flag: the plan is told and nothing happens; with --yes it runs
 * - denied: offered, and refused whatever comes
 * - unanswered: the plan is told and nobody can answer
 * - not offered: neither in the list, nor does a call get through
 * - (none): there is no such case; who starts the command line is an administrator, HTTP without MCP asks nobody
 */
export const TABLE = `
confirm auto, a client that can ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               (none)       (none)
read     write    not offered       not offered       not offered      not offered      (none)       (none)
read     destroy  not offered       not offered       not offered      not offered      (none)       (none)
operate  read     ok                ok                ok               ok               (none)       (none)
operate  write    ok                ok                ok               ok               (none)       (none)
operate  destroy  not offered       not offered       not offered      not offered      (none)       (none)
admin    read     ok                ok                ok               ok               (none)       ok
admin    write    ok                ok                ok               ok               (none)       ok
admin    destroy  asked             asked             asked            asked            (none)       flag

confirm auto, a client that cannot ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               ok           (none)
read     write    not offered       not offered       not offered      not offered      not offered  (none)
read     destroy  not offered       not offered       not offered      not offered      not offered  (none)
operate  read     ok                ok                ok               ok               ok           (none)
operate  write    ok                ok                ok               ok               ok           (none)
operate  destroy  not offered       not offered       not offered      not offered      not offered  (none)
admin    read     ok                ok                ok               ok               ok           ok
admin    write    ok                ok                ok               ok               ok           ok
admin    destroy  token             token             token            token            token        unanswered

confirm human, a client that can ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               (none)       (none)
read     write    not offered       not offered       not offered      not offered      (none)       (none)
read     destroy  not offered       not offered       not offered      not offered      (none)       (none)
operate  read     ok                ok                ok               ok               (none)       (none)
operate  write    ok                ok                ok               ok               (none)       (none)
operate  destroy  not offered       not offered       not offered      not offered      (none)       (none)
admin    read     ok                ok                ok               ok               (none)       ok
admin    write    ok                ok                ok               ok               (none)       ok
admin    destroy  asked             asked             asked            asked            (none)       flag

confirm human, a client that cannot ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               ok           (none)
read     write    not offered       not offered       not offered      not offered      not offered  (none)
read     destroy  not offered       not offered       not offered      not offered      not offered  (none)
operate  read     ok                ok                ok               ok               ok           (none)
operate  write    ok                ok                ok               ok               ok           (none)
operate  destroy  not offered       not offered       not offered      not offered      not offered  (none)
admin    read     ok                ok                ok               ok               ok           ok
admin    write    ok                ok                ok               ok               ok           ok
admin    destroy  denied            denied            denied           denied           denied       unanswered

confirm never, a client that cannot ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               ok           (none)
read     write    not offered       not offered       not offered      not offered      not offered  (none)
read     destroy  not offered       not offered       not offered      not offered      not offered  (none)
operate  read     ok                ok                ok               ok               ok           (none)
operate  write    ok                ok                ok               ok               ok           (none)
operate  destroy  not offered       not offered       not offered      not offered      not offered  (none)
admin    read     ok                ok                ok               ok               ok           ok
admin    write    ok                ok                ok               ok               ok           ok
admin    destroy  ok                ok                ok               ok               ok           ok

read_only, a client that cannot ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               ok           (none)
read     write    not offered       not offered       not offered      not offered      not offered  (none)
read     destroy  not offered       not offered       not offered      not offered      not offered  (none)
operate  read     ok                ok                ok               ok               ok           (none)
operate  write    not offered       not offered       not offered      not offered      not offered  (none)
operate  destroy  not offered       not offered       not offered      not offered      not offered  (none)
admin    read     ok                ok                ok               ok               ok           ok
admin    write    not offered       not offered       not offered      not offered      not offered  not offered
admin    destroy  not offered       not offered       not offered      not offered      not offered  not offered

disable_destructive, a client that cannot ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               ok           (none)
read     write    not offered       not offered       not offered      not offered      not offered  (none)
read     destroy  not offered       not offered       not offered      not offered      not offered  (none)
operate  read     ok                ok                ok               ok               ok           (none)
operate  write    ok                ok                ok               ok               ok           (none)
operate  destroy  not offered       not offered       not offered      not offered      not offered  (none)
admin    read     ok                ok                ok               ok               ok           ok
admin    write    ok                ok                ok               ok               ok           ok
admin    destroy  not offered       not offered       not offered      not offered      not offered  not offered

exclude_tools, a client that cannot ask
role     effect   stdio 2026-07-28  stdio 2025-11-25  http 2026-07-28  http 2025-11-25  rest         cli
read     read     ok                ok                ok               ok               ok           (none)
read     write    not offered       not offered       not offered      not offered      not offered  (none)
read     destroy  not offered       not offered       not offered      not offered      not offered  (none)
read     excluded not offered       not offered       not offered      not offered      not offered  (none)
operate  read     ok                ok                ok               ok               ok           (none)
operate  write    ok                ok                ok               ok               ok           (none)
operate  destroy  not offered       not offered       not offered      not offered      not offered  (none)
operate  excluded not offered       not offered       not offered      not offered      not offered  (none)
admin    read     ok                ok                ok               ok               ok           ok
admin    write    ok                ok                ok               ok               ok           ok
admin    destroy  token             token             token            token            token        unanswered
admin    excluded not offered       not offered       not offered      not offered      not offered  not offered
`;

/** What a tool does, and what vSphere is asked for when its example runs. */
export interface ToolFacts {
  readonly effect: "read" | "write" | "destroy";
  readonly writes: readonly string[];
}

/** All tools. */
export const TOOLS: Readonly<Record<string, ToolFacts>> = {
  list_vms: { effect: "read", writes: [] },
  get_vm: { effect: "read", writes: [] },
  get_vm_performance: { effect: "read", writes: [] },
  create_vm: { effect: "write", writes: ["CreateVM_Task", "PowerOnVM_Task"] },
  clone_vm: { effect: "write", writes: ["CloneVM_Task"] },
  delete_vm: { effect: "destroy", writes: ["Destroy_Task"] },
  power_on_vm: { effect: "write", writes: ["PowerOnVM_Task"] },
  power_off_vm: { effect: "destroy", writes: ["PowerOffVM_Task"] },
  list_hosts: { effect: "read", writes: [] },
  get_host: { effect: "read", writes: [] },
  list_datastores: { effect: "read", writes: [] },
  list_networks: { effect: "read", writes: [] },
  get_performance: { effect: "read", writes: [] },
  list_metrics: { effect: "read", writes: [] },
  find: { effect: "read", writes: [] },
  get_inventory_tree: { effect: "read", writes: [] },
  get_task: { effect: "read", writes: [] },
  cancel_task: { effect: "destroy", writes: ["CancelTask"] },
  get_target: { effect: "read", writes: [] },
};

/** What the block exclude_tools excludes: one of each kind. */
export const EXCLUDED: readonly string[] = ["get_vm", "power_on_vm", "power_off_vm"];

/** What vSphere may be asked for without a change; whatever is not here counts as one. */
export const READING_METHODS: readonly string[] = [
  "GET /sdk",
  "CurrentTime",
  "FindChild",
  "RetrieveServiceContent",
  "Login",
  "Logout",
  "RetrievePropertiesEx",
  "ContinueRetrievePropertiesEx",
  "WaitForUpdatesEx",
  "CreateContainerView",
  "CreatePropertyCollector",
  "CreateFilter",
  "DestroyView",
  "DestroyPropertyFilter",
  "DestroyPropertyCollector",
  "CreateListView",
  "ModifyListView",
  "QueryPerf",
  "QueryPerfCounter",
  "QueryPerfProviderSummary",
  "QueryAvailablePerfMetric",
  "QueryConfigOptionEx",
  "FetchUserPrivilegeOnEntities",
  "HasPrivilegeOnEntities",
];
