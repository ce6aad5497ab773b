import { BROWSE_METHODS } from "./browse.ts";
import { COLLECTOR_METHODS } from "./collector.ts";
import { ENVIRONMENT_METHODS } from "./environment.ts";
import { EVENT_METHODS } from "./events.ts";
import { FILE_METHODS } from "./files.ts";
import type { MethodTable } from "./method.ts";
import { PERFORMANCE_METHODS } from "./performance.ts";
import { DESTROY_PLACES, PLACE_METHODS } from "./places.ts";
import { POWER_METHODS } from "./power.ts";
import { RECONFIGURE_METHODS } from "./reconfigure.ts";
import { RELOCATE_METHODS } from "./relocate.ts";
import { RIGHTS_METHODS } from "./rights.ts";
import { ROLE_METHODS } from "./roles.ts";
import { SEARCH_METHODS } from "./search.ts";
import { SESSION_METHODS } from "./session.ts";
import { SNAPSHOT_METHODS } from "./snapshots.ts";
import { TASK_METHODS } from "./tasks.ts";
import { VIEW_METHODS } from "./views.ts";
import { DESTROY_VM, VM_CREATE_METHODS } from "./vm_create.ts";

/** All methods that the simulator knows. */
export const METHOD_TABLE: MethodTable = {
  ...SESSION_METHODS,
  ...COLLECTOR_METHODS,
  ...VIEW_METHODS,
  ...SEARCH_METHODS,
  ...VM_CREATE_METHODS,
  ...RECONFIGURE_METHODS,
  ...RELOCATE_METHODS,
  ...POWER_METHODS,
  ...SNAPSHOT_METHODS,
  ...ENVIRONMENT_METHODS,
  ...BROWSE_METHODS,
  ...FILE_METHODS,
  ...PLACE_METHODS,
  ...EVENT_METHODS,
  ...TASK_METHODS,
  ...RIGHTS_METHODS,
  ...ROLE_METHODS,
  ...PERFORMANCE_METHODS,
  Destroy_Task: [DESTROY_VM, ...DESTROY_PLACES],
};
