const INLINE = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** The answer of RetrievePropertiesEx for that many virtual machines, with inline namespaces as vcsim words it: 1.4 kB each. */
export function retrieveAnswer(count: number): string {
  const objects = Array.from({ length: count }, (_, index) => objectContent(index)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>` +
    `<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>${objects}</returnval>` +
    `</RetrievePropertiesExResponse></soapenv:Body></soapenv:Envelope>`;
}

function objectContent(index: number): string {
  return `<objects><obj type="VirtualMachine">vm-${index}</obj>` +
    property("name", "xsd:string", `web &amp; &#34;shop&#34; ${index}`) +
    property("runtime.powerState", "VirtualMachinePowerState", "poweredOn") +
    `<propSet><name>runtime.host</name><val ${INLINE} xsi:type="ManagedObjectReference"` +
    ` type="HostSystem">host-${index % 32}</val></propSet>` +
    property("config.guestId", "xsd:string", "ubuntu64Guest") +
    property("summary.config.memorySizeMB", "xsd:int", "4096") +
    property("summary.config.numCpu", "xsd:int", "2") +
    property("guest.ipAddress", "xsd:string", `10.0.${index >> 8 & 255}.${index & 255}`) +
    `<propSet><name>summary.quickStats</name><val ${INLINE}` +
    ` xsi:type="VirtualMachineQuickStats"><overallCpuUsage>${index % 4000}</overallCpuUsage>` +
    `<guestMemoryUsage>512</guestMemoryUsage>` +
    `<uptimeSeconds>86400</uptimeSeconds></val></propSet></objects>`;
}

function property(name: string, type: string, text: string): string {
  return `<propSet><name>${name}</name><val ${INLINE} xsi:type="${type}">${text}</val></propSet>`;
}
