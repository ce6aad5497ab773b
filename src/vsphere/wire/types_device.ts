import type { WireTable } from "../../soap/encode.ts";

/** Virtual devices; see types_backing.ts for what stands behind them. */
export const DEVICE_TYPES: WireTable["types"] = {
  VirtualDeviceConfigSpec: [
    "",
    `operation:=VirtualDeviceConfigSpecOperation? fileOperation:=VirtualDeviceConfigSpecFileOperation?
    device:VirtualDevice profile:VirtualMachineProfileSpec[]? backing:VirtualDeviceConfigSpecBackingSpec?
    filterSpec:VirtualMachineBaseIndependentFilterSpec[]?@7.0.2.1 changeMode?@8.0.0.1`,
  ],
  VirtualDevice: [
    "",
    `! key:int deviceInfo:Description? backing:VirtualDeviceBackingInfo?
    connectable:VirtualDeviceConnectInfo? slotInfo:VirtualDeviceBusSlotInfo? controllerKey:int?
    unitNumber:int? numaNode:int?@8.0.0.1 deviceGroupInfo:VirtualDeviceDeviceGroupInfo?@8.0.0.1`,
  ],
  VirtualDeviceConnectInfo: [
    "",
    "migrateConnect? startConnected:boolean allowGuestControl:boolean connected:boolean status?",
  ],
  VirtualDeviceBusSlotInfo: ["", "!"],
  VirtualDevicePciBusSlotInfo: ["VirtualDeviceBusSlotInfo", "pciSlotNumber:int"],
  VirtualDeviceDeviceGroupInfo: ["", "groupInstanceKey:int sequenceId:int"],
  VirtualDisk: [
    "VirtualDevice",
    `capacityInKB:long capacityInBytes:long? shares:SharesInfo? storageIOAllocation:StorageIOAllocationInfo?
    diskObjectId? vFlashCacheConfigInfo:VirtualDiskVFlashCacheConfigInfo? iofilter[]? vDiskId:ID?
    vDiskVersion:int?@8.0.1 nativeUnmanagedLinkedClone:boolean?
    independentFilters:VirtualMachineBaseIndependentFilterSpec[]?@7.0.2.1 guestReadOnly:boolean?@8.0.2`,
  ],
  StorageIOAllocationInfo: ["", "limit:long? shares:SharesInfo? reservation:int?"],
  VirtualDiskVFlashCacheConfigInfo: [
    "",
    "vFlashModule? reservationInMB:long? cacheConsistencyType? cacheMode? blockSizeInKB:long?",
  ],
  ID: ["", "id"],
  VirtualCdrom: ["VirtualDevice", ""],
  VirtualFloppy: ["VirtualDevice", ""],
  VirtualController: ["VirtualDevice", "! busNumber:int device:int[]?"],
  VirtualIDEController: ["VirtualController", ""],
  VirtualSCSIController: [
    "VirtualController",
    "! hotAddRemove:boolean? sharedBus:=VirtualSCSISharing scsiCtlrUnitNumber:int?",
  ],
  ParaVirtualSCSIController: ["VirtualSCSIController", ""],
  VirtualLsiLogicController: ["VirtualSCSIController", ""],
  VirtualLsiLogicSASController: ["VirtualSCSIController", ""],
  VirtualBusLogicController: ["VirtualSCSIController", ""],
  VirtualSATAController: ["VirtualController", "!"],
  VirtualAHCIController: ["VirtualSATAController", ""],
  VirtualNVMEController: ["VirtualController", "sharedBus?@8.0.2"],
  VirtualUSBController: ["VirtualController", "autoConnectDevices:boolean? ehciEnabled:boolean?"],
  VirtualUSBXHCIController: ["VirtualController", "autoConnectDevices:boolean?"],
  VirtualPCIController: ["VirtualController", ""],
  VirtualPS2Controller: ["VirtualController", ""],
  VirtualSIOController: ["VirtualController", ""],
  VirtualEthernetCard: [
    "VirtualDevice",
    `! addressType? macAddress? wakeOnLanEnabled:boolean?
    resourceAllocation:VirtualEthernetCardResourceAllocation? externalId? uptCompatibilityEnabled:boolean?`,
  ],
  VirtualEthernetCardResourceAllocation: ["", "reservation:long? share:SharesInfo limit:long?"],
  VirtualVmxnet: ["VirtualEthernetCard", ""],
  VirtualVmxnet2: ["VirtualVmxnet", ""],
  VirtualVmxnet3: ["VirtualVmxnet", "uptv2Enabled:boolean?@8.0.0.1"],
  VirtualVmxnet3Vrdma: ["VirtualVmxnet3", "deviceProtocol?"],
  VirtualE1000: ["VirtualEthernetCard", ""],
  VirtualE1000e: ["VirtualEthernetCard", ""],
  VirtualPCNet32: ["VirtualEthernetCard", ""],
  VirtualSriovEthernetCard: [
    "VirtualEthernetCard",
    "allowGuestOSMtuChange:boolean? sriovBacking:VirtualSriovEthernetCardSriovBackingInfo?",
  ],
  VirtualMachineVideoCard: [
    "VirtualDevice",
    `videoRamSizeInKB:long? numDisplays:int? useAutoDetect:boolean? enable3DSupport:boolean? use3dRenderer?
    graphicsMemorySizeInKB:long?`,
  ],
  VirtualMachineVMCIDevice: [
    "VirtualDevice",
    "id:long? allowUnrestrictedCommunication:boolean? filterEnable:boolean?",
  ],
  VirtualUSB: ["VirtualDevice", "connected:boolean vendor:int? product:int? family[]? speed[]?"],
  VirtualSerialPort: ["VirtualDevice", "yieldOnPoll:boolean"],
  VirtualParallelPort: ["VirtualDevice", ""],
  VirtualTPM: [
    "VirtualDevice",
    "endorsementKeyCertificateSigningRequest:byte[]? endorsementKeyCertificate:byte[]?",
  ],
  VirtualHdAudioCard: ["VirtualSoundCard", ""],
  VirtualSoundCard: ["VirtualDevice", "!"],
  VirtualEnsoniq1371: ["VirtualSoundCard", ""],
  VirtualPCIPassthrough: ["VirtualDevice", ""],
  VirtualKeyboard: ["VirtualDevice", ""],
  VirtualPointingDevice: ["VirtualDevice", ""],
};
