import type { DataObject } from "../core/value.ts";

/** HostServiceInfo. */
export function serviceInfo({ isVcenter }: { readonly isVcenter: boolean }): DataObject {
  return {
    $type: "HostServiceInfo",
    service: SERVICES.map(({ key, label, policy, isRunning, rulesets = [] }) => ({
      $type: "HostService",
      key,
      label,
      required: key === "vmsyslogd",
      uninstallable: false,
      // The agent of vCenter Server has nothing to do without one.
      running: key === "vpxa" ? isVcenter : isRunning,
      ruleset: rulesets,
      policy,
    })),
  };
}

/** HostDateTimeInfo. */
export function dateTimeInfo(): DataObject {
  return {
    $type: "HostDateTimeInfo",
    timeZone: {
      $type: "HostDateTimeSystemTimeZone",
      key: "UTC",
      name: "UTC",
      description: "UTC",
      gmtOffset: 0,
    },
    systemClockProtocol: "ntp",
    ntpConfig: {
      $type: "HostNtpConfig",
      server: ["ntp1.example.com", "ntp2.example.com"],
      configFile: ["server ntp1.example.com", "server ntp2.example.com"],
    },
    enabled: true,
    disableEvents: false,
    disableFallback: true,
    inFallbackState: false,
    serviceSync: true,
  };
}

/** HostFirewallInfo. */
export function firewallInfo({ isVcenter }: { readonly isVcenter: boolean }): DataObject {
  return {
    $type: "HostFirewallInfo",
    defaultPolicy: { $type: "HostFirewallDefaultPolicy", incomingBlocked: true, outgoingBlocked: true },
    ruleset: RULESETS.map(({ key, label, service, isOn, rules }) => ({
      $type: "HostFirewallRuleset",
      key,
      label,
      required: false,
      rule: rules.map(([direction, protocol, port]) => (
        { $type: "HostFirewallRule", port, direction, portType: "dst", protocol }
      )),
      service,
      enabled: key === "vpxHeartbeats" ? isVcenter : isOn,
      allowedHosts: { $type: "HostFirewallRulesetIpList", allIp: true },
    })),
  };
}

/** HostAutoStartManagerConfig: nothing starts by itself. */
export function autoStartConfig(): DataObject {
  return {
    $type: "HostAutoStartManagerConfig",
    defaults: {
      $type: "AutoStartDefaults",
      enabled: false,
      startDelay: 120,
      stopDelay: 120,
      waitForHeartbeat: false,
      stopAction: "PowerOff",
    },
  };
}

interface Service {
  readonly key: string;
  readonly label: string;
  readonly policy: "on" | "off" | "automatic";
  readonly isRunning: boolean;
  readonly rulesets?: readonly string[];
}

const SERVICES: readonly Service[] = [
  { key: "DCUI", label: "Direct Console UI", policy: "on", isRunning: true },
  { key: "TSM", label: "ESXi Shell", policy: "off", isRunning: false },
  { key: "TSM-SSH", label: "SSH", policy: "off", isRunning: false, rulesets: ["sshServer"] },
  { key: "lbtd", label: "Load-Based Teaming Daemon", policy: "on", isRunning: true },
  { key: "lwsmd", label: "Active Directory Service", policy: "off", isRunning: false },
  { key: "ntpd", label: "NTP Daemon", policy: "on", isRunning: true, rulesets: ["ntpClient"] },
  { key: "snmpd", label: "SNMP Server", policy: "off", isRunning: false, rulesets: ["snmp"] },
  { key: "vmsyslogd", label: "Syslog Server", policy: "on", isRunning: true },
  {
    key: "vpxa",
    label: "VMware vCenter Agent",
    policy: "on",
    isRunning: true,
    rulesets: ["vpxHeartbeats"],
  },
];

interface Ruleset {
  readonly key: string;
  readonly label: string;
  readonly service?: string;
  readonly isOn: boolean;
  readonly rules: readonly (
    readonly [direction: "inbound" | "outbound", protocol: "tcp" | "udp", port: number]
  )[];
}

const RULESETS: readonly Ruleset[] = [
  {
    key: "sshServer",
    label: "SSH Server",
    service: "TSM-SSH",
    isOn: false,
    rules: [["inbound", "tcp", 22]],
  },
  {
    key: "ntpClient",
    label: "NTP Client",
    service: "ntpd",
    isOn: true,
    rules: [["outbound", "udp", 123]],
  },
  { key: "dns", label: "DNS Client", isOn: true, rules: [["outbound", "udp", 53], ["outbound", "tcp", 53]] },
  {
    key: "vSphereClient",
    label: "vSphere Web Client",
    isOn: true,
    rules: [["inbound", "tcp", 443], ["inbound", "tcp", 902]],
  },
  {
    key: "vpxHeartbeats",
    label: "VMware vCenter Agent",
    service: "vpxa",
    isOn: true,
    rules: [["outbound", "udp", 902]],
  },
  {
    key: "vMotion",
    label: "vMotion",
    isOn: true,
    rules: [["inbound", "tcp", 8000], ["outbound", "tcp", 8000]],
  },
  { key: "nfsClient", label: "NFS Client", isOn: true, rules: [["outbound", "tcp", 2049]] },
  { key: "snmp", label: "SNMP Server", service: "snmpd", isOn: false, rules: [["inbound", "udp", 161]] },
  {
    key: "syslog",
    label: "syslog",
    isOn: false,
    rules: [["outbound", "udp", 514], ["outbound", "tcp", 514]],
  },
];
