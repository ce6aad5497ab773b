import listDatastores from "./datastore/list_datastores.ts";
import getHost from "./host/get_host.ts";
import listHosts from "./host/list_hosts.ts";
import find from "./inventory/find.ts";
import getInventoryTree from "./inventory/get_inventory_tree.ts";
import listNetworks from "./network/list_networks.ts";
import getPerformance from "./performance/get_performance.ts";
import listMetrics from "./performance/list_metrics.ts";
import cancelTask from "./task/cancel_task.ts";
import getTask from "./task/get_task.ts";
import getTarget from "./target/get_target.ts";
import cloneVm from "./vm/clone_vm.ts";
import createVm from "./vm/create_vm.ts";
import deleteVm from "./vm/delete_vm.ts";
import getVm from "./vm/get_vm.ts";
import getVmPerformance from "./vm/get_vm_performance.ts";
import listVms from "./vm/list_vms.ts";
import powerOffVm from "./vm/power_off_vm.ts";
import powerOnVm from "./vm/power_on_vm.ts";
import type { Tool } from "./tool.ts";

/** All tools by toolset, which is the folder of their files, in the order in which clients see them. */
export const TOOLSETS = {
  vm: [listVms, getVm, getVmPerformance, createVm, cloneVm, deleteVm, powerOnVm, powerOffVm],
  host: [listHosts, getHost],
  datastore: [listDatastores],
  network: [listNetworks],
  performance: [getPerformance, listMetrics],
  inventory: [find, getInventoryTree],
  task: [getTask, cancelTask],
  target: [getTarget],
} as const satisfies Readonly<Record<string, readonly Tool[]>>;

/** All tools. */
export const TOOLS: readonly Tool[] = Object.values(TOOLSETS).flat();
