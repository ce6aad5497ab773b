/** A guest operating system as the far side knows it. */
export interface GuestOs {
  readonly id: string;
  readonly fullName: string;
  readonly family: "linuxGuest" | "windowsGuest" | "otherGuestFamily" | "darwinGuestFamily";
  readonly diskController: string;
  readonly ethernetCard: string;
  readonly firmware: "bios" | "efi";
  readonly maxSockets: number;
}

const LINUX = {
  family: "linuxGuest",
  diskController: "ParaVirtualSCSIController",
  ethernetCard: "VirtualVmxnet3",
} as const;
const WINDOWS = {
  family: "windowsGuest",
  diskController: "VirtualLsiLogicSASController",
  ethernetCard: "VirtualE1000e",
} as const;

/** The guests that new machines can have. */
export const GUESTS: readonly GuestOs[] = [
  linux("ubuntu64Guest", "Ubuntu Linux (64-bit)"),
  linux("debian12_64Guest", "Debian GNU/Linux 12 (64-bit)"),
  linux("debian11_64Guest", "Debian GNU/Linux 11 (64-bit)"),
  linux("rhel9_64Guest", "Red Hat Enterprise Linux 9 (64-bit)", "efi"),
  linux("rhel8_64Guest", "Red Hat Enterprise Linux 8 (64-bit)", "efi"),
  linux("rockylinux_64Guest", "Rocky Linux (64-bit)", "efi"),
  linux("almalinux_64Guest", "AlmaLinux (64-bit)", "efi"),
  linux("centos8_64Guest", "CentOS 8 (64-bit)"),
  linux("sles15_64Guest", "SUSE Linux Enterprise 15 (64-bit)", "efi"),
  linux("oracleLinux9_64Guest", "Oracle Linux 9 (64-bit)"),
  linux("vmwarePhoton64Guest", "VMware Photon OS (64-bit)", "efi"),
  linux("other5xLinux64Guest", "Other 5.x or later Linux (64-bit)"),
  linux("other4xLinux64Guest", "Other 4.x Linux (64-bit)"),
  linux("other3xLinux64Guest", "Other 3.x Linux (64-bit)"),
  linux("otherLinux64Guest", "Other Linux (64-bit)"),
  linux("otherLinuxGuest", "Other Linux (32-bit)"),
  windows("windows2022srvNext_64Guest", "Microsoft Windows Server 2025 (64-bit)"),
  windows("windows2019srvNext_64Guest", "Microsoft Windows Server 2022 (64-bit)"),
  windows("windows2019srv_64Guest", "Microsoft Windows Server 2019 (64-bit)"),
  windows("windows9Server64Guest", "Microsoft Windows Server 2016 (64-bit)"),
  { ...windows("windows11_64Guest", "Microsoft Windows 11 (64-bit)"), maxSockets: 2 },
  { ...windows("windows9_64Guest", "Microsoft Windows 10 (64-bit)"), maxSockets: 2 },
  linux("freebsd14_64Guest", "FreeBSD 14 or later versions (64-bit)"),
  {
    ...linux("otherGuest64", "Other (64-bit)"),
    family: "otherGuestFamily",
    ethernetCard: "VirtualE1000",
    diskController: "VirtualLsiLogicController",
  },
  {
    ...linux("otherGuest", "Other (32-bit)"),
    family: "otherGuestFamily",
    ethernetCard: "VirtualE1000",
    diskController: "VirtualLsiLogicController",
  },
  { ...linux("vmkernel8Guest", "VMware ESXi 8.0 or later", "efi"), family: "otherGuestFamily" },
];

const BY_ID: ReadonlyMap<string, GuestOs> = new Map(GUESTS.map((guest) => [guest.id, guest]));

/** The guest with this id. */
export function guestOs(id: string): GuestOs | undefined {
  return BY_ID.get(id);
}

/** Its name for people. */
export function guestFullName(id: string): string {
  return BY_ID.get(id)?.fullName ?? "Other (64-bit)";
}

function linux(id: string, fullName: string, firmware: "bios" | "efi" = "bios"): GuestOs {
  return { id, fullName, ...LINUX, firmware, maxSockets: 128 };
}

function windows(id: string, fullName: string): GuestOs {
  return { id, fullName, ...WINDOWS, firmware: "efi", maxSockets: 64 };
}
