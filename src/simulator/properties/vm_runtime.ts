import { type DataObject, isoTime } from "../core/value.ts";
import { SCHEMA } from "../wire/schema.ts";
import type { Snapshot } from "../world/snapshot.ts";
import type { Vm } from "../world/vm.ts";

/** VirtualMachineRuntimeInfo. */
export function runtimeInfo(vm: Vm): DataObject {
  const isOn = vm.powerState === "poweredOn";
  return {
    $type: "VirtualMachineRuntimeInfo",
    device: [],
    host: vm.host.ref,
    connectionState: vm.connectionState,
    powerState: vm.powerState,
    faultToleranceState: "notConfigured",
    toolsInstallerMounted: false,
    bootTime: vm.bootedAt === undefined ? undefined : isoTime(vm.bootedAt),
    suspendInterval: 0,
    question: vm.question === undefined ? undefined : () => question(vm),
    memoryOverhead: isOn ? 80 * 1024 ** 2 : 0,
    maxCpuUsage: isOn ? vm.numCpu * vm.host.hardware.cpuMhz : undefined,
    maxMemoryUsage: isOn ? vm.memoryMib : undefined,
    numMksConnections: 0,
    recordReplayState: "inactive",
    cleanPowerOff: isOn ? undefined : true,
    onlineStandby: false,
    consolidationNeeded: vm.needsConsolidation,
    paused: false,
    snapshotInBackground: false,
    cryptoState: "notEncrypted",
  };
}

function question({ question }: Vm): DataObject | undefined {
  if (question === undefined) return undefined;
  return {
    $type: "VirtualMachineQuestionInfo",
    id: question.id,
    text: question.text,
    choice: {
      $type: "ChoiceOption",
      choiceInfo: question.choices.map((label, key) => (
        { $type: "ElementDescription", label, summary: label, key: String(key) }
      )),
      defaultIndex: 0,
    },
    message: [{ $type: "VirtualMachineMessage", id: question.id, text: question.text }],
  };
}

/** VirtualMachineSnapshotInfo; unset without snapshots. */
export function snapshotInfo(vm: Vm): DataObject | undefined {
  if (vm.snapshots.length === 0) return undefined;
  return {
    $type: "VirtualMachineSnapshotInfo",
    currentSnapshot: vm.currentSnapshot?.ref,
    rootSnapshotList: vm.snapshots.map(snapshotTree),
  };
}

function snapshotTree(snapshot: Snapshot): DataObject {
  return {
    $type: "VirtualMachineSnapshotTree",
    snapshot: snapshot.ref,
    vm: snapshot.vm.ref,
    name: snapshot.name,
    description: snapshot.description,
    id: snapshot.number,
    createTime: isoTime(snapshot.createdAt),
    state: snapshot.powerState,
    quiesced: snapshot.isQuiesced,
    childSnapshotList: snapshot.children.map(snapshotTree),
    replaySupported: false,
  };
}

/** VirtualMachineCapability: what is required, as machines of today have it. */
export function capability(): DataObject {
  const required = SCHEMA.typeOf("VirtualMachineCapability").fields.filter(({ isOptional }) => !isOptional);
  const no = new Set(["recordReplaySupported", "vmNpivWwnSupported", "npivWwnOnNonRdmVmSupported"]);
  return {
    $type: "VirtualMachineCapability",
    ...Object.fromEntries(required.map(({ name }) => [name, !no.has(name)])),
  };
}
