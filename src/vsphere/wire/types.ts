import type { WireTable } from "../../soap/encode.ts";
import { BACKING_TYPES } from "./types_backing.ts";
import { COLLECTOR_TYPES } from "./types_collector.ts";
import { DEVICE_TYPES } from "./types_device.ts";
import { GUEST_TYPES } from "./types_guest.ts";
import { HOST_TYPES } from "./types_host.ts";
import { STORAGE_TYPES } from "./types_storage.ts";
import { VM_TYPES } from "./types_vm.ts";

/** The data objects of requests: base and own fields in wire order. */
export const TYPES: WireTable["types"] = {
  ...COLLECTOR_TYPES,
  ...VM_TYPES,
  ...DEVICE_TYPES,
  ...BACKING_TYPES,
  ...GUEST_TYPES,
  ...STORAGE_TYPES,
  ...HOST_TYPES,
};
