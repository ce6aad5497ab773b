import type { WireTable } from "../../soap/encode.ts";

/** Virtual devices; see types_backing.ts for what stands behind them. */
export const DEVICE_TYPES: WireTable["types"] = {
  VirtualDeviceConfigSpec: [
    "",
    `operation? fileOperation? device:VirtualDevice profile:VirtualMachineProfileSpec[]?
    backing:VirtualDeviceConfigSpecBackingSpec?
    filterSpec:VirtualMachineBaseIndependentFilterSpec[]?@7.0.2.1 changeMode?@8.0.0.1`,
  ],
  VirtualDevice: [
    "",
    `! key deviceInfo:Description? backing:VirtualDeviceBackingInfo? connectable:VirtualDeviceConnectInfo?
    slotInfo:VirtualDeviceBusSlotInfo? controllerKey? unitNumber? numaNode?@8.0.0.1
    deviceGroupInfo:VirtualDeviceDeviceGroupInfo?@8.0.0.1`,
  ],
  VirtualDeviceConnectInfo: ["", "migrateConnect? startConnected allowGuestControl connected status?"],
  VirtualDeviceBusSlotInfo: ["", "!"],
  VirtualDevicePciBusSlotInfo: ["VirtualDeviceBusSlotInfo", "pciSlotNumber"],
  VirtualDeviceDeviceGroupInfo: ["", "groupInstanceKey sequenceId"],
  VirtualDisk: [
    "VirtualDevice",
    `capacityInKB capacityInBytes? shares:SharesInfo? storageIOAllocation:StorageIOAllocationInfo?
    diskObjectId? vFlashCacheConfigInfo:VirtualDiskVFlashCacheConfigInfo? iofilter[]? vDiskId:ID?
    vDiskVersion?@8.0.1 nativeUnmanagedLinkedClone?
    independentFilters:VirtualMachineBaseIndependentFilterSpec[]?@7.0.2.1 guestReadOnly?@8.0.2`,
  ],
  StorageIOAllocationInfo: ["", "limit? shares:SharesInfo? reservation?"],
  VirtualDiskVFlashCacheConfigInfo: [
    "",
    "vFlashModule? reservationInMB? cacheConsistencyType? cacheMode? blockSizeInKB?",
  ],
  ID: ["", "id"],
  VirtualCdrom: ["VirtualDevice", ""],
  VirtualFloppy: ["VirtualDevice", ""],
  VirtualController: ["VirtualDevice", "! busNumber device[]?"],
  VirtualIDEController: ["VirtualController", ""],
  VirtualSCSIController: ["VirtualController", "! hotAddRemove? sharedBus scsiCtlrUnitNumber?"],
  ParaVirtualSCSIController: ["VirtualSCSIController", ""],
  VirtualLsiLogicController: ["VirtualSCSIController", ""],
  VirtualLsiLogicSASController: ["VirtualSCSIController", ""],
  VirtualBusLogicController: ["VirtualSCSIController", ""],
  VirtualSATAController: ["VirtualController", "!"],
  VirtualAHCIController: ["VirtualSATAController", ""],
  VirtualNVMEController: ["VirtualController", "sharedBus?@8.0.2"],
  VirtualUSBController: ["VirtualController", "autoConnectDevices? ehciEnabled?"],
  VirtualUSBXHCIController: ["VirtualController", "autoConnectDevices?"],
  VirtualPCIController: ["VirtualController", ""],
  VirtualPS2Controller: ["VirtualController", ""],
  VirtualSIOController: ["VirtualController", ""],
  VirtualEthernetCard: [
    "VirtualDevice",
    `! addressType? macAddress? wakeOnLanEnabled? resourceAllocation:VirtualEthernetCardResourceAllocation?
    externalId? uptCompatibilityEnabled?`,
  ],
  VirtualEthernetCardResourceAllocation: ["", "reservation? share:SharesInfo limit?"],
  VirtualVmxnet: ["VirtualEthernetCard", ""],
  VirtualVmxnet2: ["VirtualVmxnet", ""],
  VirtualVmxnet3: ["VirtualVmxnet", "uptv2Enabled?@8.0.0.1"],
  VirtualVmxnet3Vrdma: ["VirtualVmxnet3", "deviceProtocol?"],
  VirtualE1000: ["VirtualEthernetCard", ""],
  VirtualE1000e: ["VirtualEthernetCard", ""],
  VirtualPCNet32: ["VirtualEthernetCard", ""],
  VirtualSriovEthernetCard: [
    "VirtualEthernetCard",
    "allowGuestOSMtuChange? sriovBacking:VirtualSriovEthernetCardSriovBackingInfo?",
  ],
  VirtualMachineVideoCard: [
    "VirtualDevice",
    "videoRamSizeInKB? numDisplays? useAutoDetect? enable3DSupport? use3dRenderer? graphicsMemorySizeInKB?",
  ],
  VirtualMachineVMCIDevice: ["VirtualDevice", "id? allowUnrestrictedCommunication? filterEnable?"],
  VirtualUSB: ["VirtualDevice", "connected vendor? product? family[]? speed[]?"],
  VirtualSerialPort: ["VirtualDevice", "yieldOnPoll"],
  VirtualParallelPort: ["VirtualDevice", ""],
  VirtualTPM: ["VirtualDevice", "endorsementKeyCertificateSigningRequest[]? endorsementKeyCertificate[]?"],
  VirtualHdAudioCard: ["VirtualSoundCard", ""],
  VirtualSoundCard: ["VirtualDevice", "!"],
  VirtualEnsoniq1371: ["VirtualSoundCard", ""],
  VirtualPCIPassthrough: ["VirtualDevice", ""],
  VirtualKeyboard: ["VirtualDevice", ""],
  VirtualPointingDevice: ["VirtualDevice", ""],
};
