/** Groups of counters as people read them. */
export const GROUP_LABELS: Readonly<Record<string, string>> = {
  cpu: "CPU",
  mem: "Memory",
  managementAgent: "Management agent",
  disk: "Disk",
  net: "Network",
  sys: "System",
  power: "Power",
  storageAdapter: "Storage adapter",
  virtualDisk: "Virtual disk",
  datastore: "Datastore",
  storagePath: "Storage path",
  clusterServices: "Cluster services",
  vmop: "Virtual machine operations",
  vcDebugInfo: "vCenter debugging information",
  vcResources: "vCenter resource usage information",
  rescpu: "Resource group CPU",
  hbr: "vSphere Replication",
  vflashModule: "Virtual flash",
  vsanDomObj: "VSAN DOM Objects",
  gpu: "GPU",
  pmem: "PMEM",
};

/** Units by what the tables of counters call them: their key, label and name. */
export const UNITS: Readonly<Record<string, readonly [key: string, label: string, name: string]>> = {
  "%": ["percent", "%", "Percentage"],
  MHz: ["megaHertz", "MHz", "Megahertz"],
  ms: ["millisecond", "ms", "Millisecond"],
  us: ["microsecond", "µs", "Microsecond"],
  KB: ["kiloBytes", "KB", "Kilobyte"],
  MB: ["megaBytes", "MB", "Megabyte"],
  TB: ["teraBytes", "TB", "Terabyte"],
  KBps: ["kiloBytesPerSecond", "KBps", "Kilobytes per second"],
  num: ["number", "num", "Number"],
  J: ["joule", "J", "Joule"],
  s: ["second", "s", "Second"],
  C: ["celsius", "℃", "Temperature in degrees Celsius"],
  W: ["watt", "W", "Watt"],
};

/** Label and summary of the counters that people ask for. */
const TEXTS: Readonly<Record<string, readonly [label: string, summary: string]>> = {
  "cpu.usage": ["Usage", "CPU usage as a share of the capacity"],
  "cpu.usagemhz": ["Usage in MHz", "CPU usage in megahertz"],
  "cpu.ready": ["Ready", "Time that virtual CPUs were ready to run and had to wait for a physical CPU"],
  "cpu.readiness": ["Readiness", "Share of the time that virtual CPUs waited for a physical CPU"],
  "cpu.costop": ["Co-stop", "Time that virtual CPUs were stopped for others of the machine to catch up"],
  "cpu.used": ["Used", "CPU time used"],
  "cpu.idle": ["Idle", "CPU time without work"],
  "cpu.latency": ["Latency", "Share of the time that the machine could not run for lack of a physical CPU"],
  "cpu.totalmhz": ["Total", "CPU resources of all hosts of the cluster"],
  "mem.usage": ["Host consumed %", "Memory in use as a share of what there is"],
  "mem.active": ["Active", "Memory that guests have touched lately, as ESXi estimates it"],
  "mem.consumed": ["Consumed", "Host memory that backs guest memory"],
  "mem.granted": ["Granted", "Memory that is mapped for the machine or host"],
  "mem.vmmemctl": ["Ballooned memory", "Guest memory that the balloon driver has taken back"],
  "mem.swapped": ["Swapped", "Guest memory that is in the swap file"],
  "mem.swapused": ["Swap consumed", "Space in use in swap files"],
  "mem.swapinRate": ["Swap in rate", "Rate at which guest memory comes back from the swap file"],
  "mem.swapoutRate": ["Swap out rate", "Rate at which guest memory goes to the swap file"],
  "mem.overhead": ["Overhead consumed", "Host memory that ESXi needs to run the machines"],
  "mem.totalmb": ["Total", "Memory of all hosts of the cluster"],
  "disk.usage": ["Usage", "Data read and written per second on all disks"],
  "disk.read": ["Read rate", "Data read per second"],
  "disk.write": ["Write rate", "Data written per second"],
  "disk.maxTotalLatency": ["Highest latency", "Highest latency of all disks"],
  "disk.used": ["Space actually used", "Space in use on the datastore"],
  "disk.provisioned": ["Space potentially used", "Space that is set aside on the datastore"],
  "disk.capacity": ["Capacity", "Size of the datastore"],
  "disk.unshared": ["Space not shared", "Space that belongs to one machine alone"],
  "net.usage": ["Usage", "Data transmitted and received per second"],
  "net.transmitted": ["Data transmit rate", "Data transmitted per second"],
  "net.received": ["Data receive rate", "Data received per second"],
  "net.droppedRx": ["Receive packets dropped", "Received packets that were dropped"],
  "net.droppedTx": ["Transmit packets dropped", "Packets to transmit that were dropped"],
  "virtualDisk.read": ["Read rate", "Data read per second from the virtual disk"],
  "virtualDisk.write": ["Write rate", "Data written per second to the virtual disk"],
  "virtualDisk.totalReadLatency": ["Read latency", "Average time that a read from the virtual disk takes"],
  "virtualDisk.totalWriteLatency": ["Write latency", "Average time that a write to the virtual disk takes"],
  "datastore.read": ["Read rate", "Data read per second from the datastore"],
  "datastore.write": ["Write rate", "Data written per second to the datastore"],
  "datastore.totalReadLatency": ["Read latency", "Average time that a read from the datastore takes"],
  "datastore.totalWriteLatency": ["Write latency", "Average time that a write to the datastore takes"],
  "power.power": ["Usage", "Power in use"],
  "power.energy": ["Energy usage", "Energy used in the interval"],
  "sys.uptime": ["Uptime", "Seconds since the last start"],
  "sys.osUptime": ["OS Uptime", "Seconds since the guest operating system has started"],
  "sys.heartbeat": ["Heartbeat", "Heartbeats of the guest in the interval"],
};

/** Label and summary of `group.name`; of rare counters they are read from the name. */
export function counterTexts(counter: string): readonly [label: string, summary: string] {
  const known = TEXTS[counter];
  if (known !== undefined) return known;
  const words = counter.slice(counter.indexOf(".") + 1)
    .replaceAll(".", " ")
    .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return [label, label];
}
