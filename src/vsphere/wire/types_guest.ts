import type { WireTable } from "../../soap/encode.ts";

/** Customization of a clone, and operations inside a guest. */
export const GUEST_TYPES: WireTable["types"] = {
  CustomizationSpec: [
    "",
    `options:CustomizationOptions? identity:CustomizationIdentitySettings
    globalIPSettings:CustomizationGlobalIPSettings nicSettingMap:CustomizationAdapterMapping[]?
    encryptionKey:base64Binary?`,
  ],
  CustomizationOptions: ["", "!"],
  CustomizationLinuxOptions: ["CustomizationOptions", ""],
  CustomizationWinOptions: [
    "CustomizationOptions",
    "changeSID:boolean deleteAccounts:boolean reboot:=CustomizationSysprepRebootOption?",
  ],
  CustomizationIdentitySettings: ["", "!"],
  CustomizationLinuxPrep: [
    "CustomizationIdentitySettings",
    `hostName:CustomizationName domain timeZone? hwClockUTC:boolean? scriptText?@7.0
    compatibleCustomizationMethod?@8.0.3`,
  ],
  CustomizationSysprep: [
    "CustomizationIdentitySettings",
    `guiUnattended:CustomizationGuiUnattended userData:CustomizationUserData
    guiRunOnce:CustomizationGuiRunOnce? identification:CustomizationIdentification
    licenseFilePrintData:CustomizationLicenseFilePrintData?`,
  ],
  CustomizationSysprepText: ["CustomizationIdentitySettings", "value"],
  CustomizationCloudinitPrep: ["CustomizationIdentitySettings", "metadata@7.0.3 userdata?@7.0.3"],
  CustomizationGuiUnattended: [
    "",
    "password:CustomizationPassword? timeZone:int autoLogon:boolean autoLogonCount:int",
  ],
  CustomizationUserData: ["", "fullName orgName computerName:CustomizationName productId"],
  CustomizationGuiRunOnce: ["", "commandList[]"],
  CustomizationIdentification: [
    "",
    "joinWorkgroup? joinDomain? domainAdmin? domainAdminPassword:CustomizationPassword? domainOU?@8.0.2",
  ],
  CustomizationLicenseFilePrintData: ["", "autoMode:=CustomizationLicenseDataMode autoUsers:int?"],
  CustomizationPassword: ["", "value plainText:boolean"],
  CustomizationName: ["", "!"],
  CustomizationFixedName: ["CustomizationName", "name"],
  CustomizationVirtualMachineName: ["CustomizationName", ""],
  CustomizationPrefixName: ["CustomizationName", "base"],
  CustomizationCustomName: ["CustomizationName", "argument?"],
  CustomizationUnknownName: ["CustomizationName", ""],
  CustomizationAdapterMapping: ["", "macAddress? adapter:CustomizationIPSettings"],
  CustomizationIPSettings: [
    "",
    `ip:CustomizationIpGenerator subnetMask? gateway[]? ipV6Spec:CustomizationIPSettingsIpV6AddressSpec?
    dnsServerList[]? dnsDomain? primaryWINS? secondaryWINS? netBIOS:=CustomizationNetBIOSMode?`,
  ],
  CustomizationIPSettingsIpV6AddressSpec: ["", "ip:CustomizationIpV6Generator[] gateway[]?"],
  CustomizationGlobalIPSettings: ["", "dnsSuffixList[]? dnsServerList[]?"],
  CustomizationIpGenerator: ["", "!"],
  CustomizationFixedIp: ["CustomizationIpGenerator", "ipAddress"],
  CustomizationDhcpIpGenerator: ["CustomizationIpGenerator", ""],
  CustomizationCustomIpGenerator: ["CustomizationIpGenerator", "argument?"],
  CustomizationUnknownIpGenerator: ["CustomizationIpGenerator", ""],
  CustomizationIpV6Generator: ["", "!"],
  CustomizationFixedIpV6: ["CustomizationIpV6Generator", "ipAddress subnetMask:int"],
  CustomizationDhcpIpV6Generator: ["CustomizationIpV6Generator", ""],
  CustomizationAutoIpV6Generator: ["CustomizationIpV6Generator", ""],
  CustomizationStatelessIpV6Generator: ["CustomizationIpV6Generator", ""],
  CustomizationUnknownIpV6Generator: ["CustomizationIpV6Generator", ""],
  GuestAuthentication: ["", "! interactiveSession:boolean"],
  NamePasswordAuthentication: ["GuestAuthentication", "username password"],
  SAMLTokenAuthentication: ["GuestAuthentication", "token username?"],
  SSPIAuthentication: ["GuestAuthentication", "sspiToken"],
  TicketedSessionAuthentication: ["GuestAuthentication", "ticket"],
  GuestProgramSpec: ["", "programPath arguments workingDirectory? envVariables[]?"],
  GuestWindowsProgramSpec: ["GuestProgramSpec", "startMinimized:boolean"],
  GuestFileAttributes: ["", "modificationTime:dateTime? accessTime:dateTime? symlinkTarget?"],
  GuestPosixFileAttributes: ["GuestFileAttributes", "ownerId:int? groupId:int? permissions:long?"],
  GuestWindowsFileAttributes: [
    "GuestFileAttributes",
    "hidden:boolean? readOnly:boolean? createTime:dateTime?",
  ],
};
