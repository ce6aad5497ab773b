import capacityReview from "./capacity_review.ts";
import cleanUpSnapshots from "./clean_up_snapshots.ts";
import deployVm from "./deploy_vm.ts";
import diagnoseVm from "./diagnose_vm.ts";
import planMaintenance from "./plan_maintenance.ts";
import type { Prompt } from "./prompt.ts";

/** All prompts in the order in which clients see them. */
export const PROMPTS: readonly Prompt[] = [
  diagnoseVm,
  planMaintenance,
  cleanUpSnapshots,
  capacityReview,
  deployVm,
];
