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
import cloneVm from "./vm/clone_vm.ts";
import createVm from "./vm/create_vm.ts";
import deleteVm from "./vm/delete_vm.ts";
import getVm from "./vm/get_vm.ts";
import getVmPerformance from "./vm/get_vm_performance.ts";
import listVms from "./vm/list_vms.ts";
import powerOffVm from "./vm/power_off_vm.ts";
import powerOnVm from "./vm/power_on_vm.ts";
import type { Tool } from "./tool.ts";

/** All tools in the order in which clients see them. */
export const TOOLS: readonly Tool[] = [
  listVms,
  getVm,
  getVmPerformance,
  listHosts,
  getHost,
  listDatastores,
  listNetworks,
  getPerformance,
  listMetrics,
  find,
  getInventoryTree,
  createVm,
  cloneVm,
  deleteVm,
  powerOnVm,
  powerOffVm,
  getTask,
  cancelTask,
];
