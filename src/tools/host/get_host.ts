import * as z from "../../deps/zod.ts";
import { describeHost } from "../../vsphere/describe_host.ts";
import { type HostDescription, hostDescription } from "../../vsphere/host_description.ts";
import { isGreen, unhealthyFirst } from "../../vsphere/host_health.ts";
import { oneLine, someNames } from "../one_line.ts";
import { defineTool } from "../tool.ts";

export default defineTool({
  name: "get_host",
  title: "Look at a host",
  description:
    "Tells everything about one ESXi host: hardware, version, load, sensors, NICs, VMkernel addresses, datastores, networks, " +
    "machines, services. One that is not reachable answers with the reason in `unavailable`. For many hosts use list_hosts.",
  effect: "read",
  privileges: ["System.Read"],
  input: z.object({
    name: z.string().min(1).max(1000).describe(
      "Name, inventory path (/DC/host/Cluster/esx-1) or moref (host-42)",
    ),
  }),
  output: hostDescription,
  run: ({ name }, { vsphere, signal }) => describeHost(vsphere, name, signal),
  text: summarize,
});

function summarize(host: HostDescription): string {
  const { datastores, networks, vms, running_services: services, ntp_servers: ntp } = host;
  return [
    stateLine(host),
    ...hardwareLines(host),
    `${vms.count} VM(s), ${vms.powered_on_count} on${
      vms.count === 0 ? "" : `: ${someNames(vms.names, { total: vms.count })}`
    }`,
    ...networkLines(host),
    datastores && `Datastores (${datastores.length}): ${someNames(datastores)}`,
    networks && `Networks (${networks.length}): ${someNames(networks)}`,
    services &&
    `Running services: ${someNames(services.map(({ key, label }) => label ?? key), { limit: 20 })}`,
    ntp && `NTP: ${someNames(ntp)}`,
    ...healthLines(host),
    host.note,
    host.unavailable,
  ].filter((text) => text !== undefined).map(oneLine).join("\n");
}

function stateLine(host: HostDescription): string {
  const { cluster, overall_status: status, managed_by } = host;
  return [
    `${oneLine(host.path)} (${host.moref}) is ${host.connection_state ?? "in an unknown state"}`,
    host.power_state === undefined || host.power_state === "unknown"
      ? "power state unknown"
      : host.power_state,
    cluster === undefined ? "standalone" : `in cluster ${oneLine(cluster)}`,
    ...(host.in_maintenance === true ? ["in maintenance mode"] : []),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(host.reboot_required === true ? ["reboot required"] : []),
    ...(host.lockdown_mode === undefined ? [] : [host.lockdown_mode]),
    ...(managed_by === undefined ? [] : [`managed by vCenter Server ${oneLine(managed_by)}`]),
  ].join(", ");
}

function hardwareLines({ product, hardware, load, ...host }: HostDescription): readonly string[] {
  const { vendor, model, serial_number: serial } = hardware;
  const cpuLoad = load.cpu_usage_percent === undefined ? "" : `${load.cpu_usage_percent} % of `;
  const memoryLoad = load.memory_usage_percent === undefined ? "" : `${load.memory_usage_percent} % of `;
  const days = host.uptime_seconds === undefined ? undefined : Math.floor(host.uptime_seconds / 86_400);
  return [
    [
      product.full_name ?? "Version unknown",
      [vendor, model].filter((part) => part !== undefined).join(" ") || "model unknown",
      ...(serial === undefined ? [] : [`serial number ${serial}`]),
      ...(days === undefined ? [] : [`up ${days} day(s)`]),
    ].join(", "),
    `CPU ${hardware.cpu_model ?? "unknown"}: ${hardware.cpu_sockets ?? "?"} socket(s), ${
      hardware.cpu_cores ?? "?"
    } core(s), ${hardware.cpu_threads ?? "?"} thread(s), ${cpuLoad}${hardware.cpu_total_mhz ?? "?"} MHz`,
    `Memory ${memoryLoad}${hardware.memory_mb ?? "?"} MB`,
  ];
}

function networkLines({ nics = [], vmkernel = [] }: HostDescription): readonly string[] {
  return [
    ...nics.map(({ device, is_link_up, speed_mbit, mac_address }) =>
      `NIC ${device}: ${is_link_up ? `${speed_mbit ?? "?"} Mbit/s` : "no link"}, ${mac_address ?? "no MAC"}`
    ),
    ...vmkernel.map(({ device, ip_address, network, services = [] }) =>
      `VMkernel ${device}: ${ip_address ?? "no IP"} on ${network ?? "unknown network"}` +
      (services.length === 0 ? "" : `, for ${services.join(" + ")}`)
    ),
  ];
}

/** The sensors and parts that are not green; of many the first, which are the worst. */
function healthLines({ sensors, hardware_status: status }: HostDescription): readonly string[] {
  const parts = status === undefined ? [] : [...status.cpu, ...status.memory, ...status.storage];
  const bad = unhealthyFirst([...sensors?.list ?? [], ...parts].filter((part) => !isGreen(part)));
  const count = `${sensors?.count ?? "No"} sensor(s), ${parts.length} hardware part(s), ${
    bad.length === 0 ? "all green" : `${bad.length} not green`
  }`;
  const lines = bad.slice(0, MAX_BAD).map(({ name, health, value, unit }) =>
    `${health}: ${name}${value === undefined ? "" : ` ${String(value)} ${String(unit)}`}`
  );
  return sensors === undefined && status === undefined ? [] : [count, ...lines];
}

const MAX_BAD = 20;
