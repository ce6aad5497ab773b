import type { WireObject } from "../../soap/encode.ts";
import { addCdrom } from "./cdroms.ts";
import { type CdromController, type DiskController, newController } from "./controllers.ts";
import { addDisk } from "./disks.ts";
import { addNic, type NicType } from "./nics.ts";

/** What the hardware of a new machine is made of. */
export interface NewHardware {
  readonly diskController: DiskController;
  readonly cdromController: CdromController;
  readonly disk: { readonly fileName: string; readonly capacityBytes: number; readonly isThin: boolean };
  /** `[datastore1] iso/debian.iso`; without one the drive is empty. */
  readonly iso: string | undefined;
  /** Absent: no network card. */
  readonly nic: { readonly type: NicType; readonly backing: WireObject } | undefined;
}

/** The device changes that give a new machine one disk, one CD-ROM drive and one network card. */
export function newVmDevices(hardware: NewHardware): readonly WireObject[] {
  const { diskController, cdromController, disk, iso, nic } = hardware;
  const isShared = diskController === cdromController;
  const forDisk = newController(diskController, -1);
  const forCdrom = isShared ? { key: forDisk.key, changes: [] } : newController(cdromController, -2);
  return [
    ...forDisk.changes,
    ...forCdrom.changes,
    addDisk({ controllerKey: forDisk.key, unitNumber: 0 }, { key: -3, ...disk }),
    addCdrom({ controllerKey: forCdrom.key, unitNumber: isShared ? 1 : 0 }, { key: -4, iso }),
    ...(nic === undefined ? [] : [addNic(nic.type, { key: -5, backing: nic.backing })]),
  ];
}
