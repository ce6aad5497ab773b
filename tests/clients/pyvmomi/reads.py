"""Reading: views, batches, pages, and one property at a time as scripts do that know no better."""
from pyVim.connect import Disconnect
from pyVmomi import vim, vmodl

from connection import connect
from queries import members, object_spec, query, view_of, view_spec
from reports import fault_of, say, type_name

PATHS = ["name", "runtime.powerState", "runtime.connectionState",
         "summary.config.memorySizeMB", "config.hardware.numCPU"]

service = connect()
content = service.RetrieveContent()
collector = content.propertyCollector


def children(entity):
    """What the tree shows below an entity, without any view."""
    if isinstance(entity, vim.Datacenter):
        return [entity.vmFolder, entity.hostFolder, entity.datastoreFolder, entity.networkFolder]
    return entity.childEntity if isinstance(entity, vim.Folder) else []


def walk(entity):
    yield entity
    for child in children(entity):
        yield from walk(child)


def read(found):
    return {str(one.obj): {prop.name: prop.val for prop in one.propSet} for one in found}


entities = members(content, vim.ManagedEntity)
walked = [entity for entity in walk(content.rootFolder) if entity != content.rootFolder]
say("view and tree", types=sorted({type_name(entity) for entity in entities}),
    missingInView=[str(entity) for entity in walked if entity not in entities])

machines = members(content, vim.VirtualMachine)
# The others have no configuration to read.
readable = [vm for vm in machines if vm.runtime.connectionState == "connected"]
view = view_of(content, vim.VirtualMachine)
spec = view_spec(view, {vim.VirtualMachine: PATHS})
at_once = read(collector.RetrieveContents([spec]))
pages = [collector.RetrievePropertiesEx([spec], query.RetrieveOptions(maxObjects=1))]
while pages[-1].token:
    pages.append(collector.ContinueRetrievePropertiesEx(pages[-1].token))
paged = read([one for page in pages for one in page.objects])
unlimited = collector.RetrievePropertiesEx([spec], query.RetrieveOptions())
view.Destroy()
say("batch", machines=len(machines), atOnce=len(at_once), same=at_once == paged == read(unlimited.objects),
    pages=[len(page.objects) for page in pages], hasToken=unlimited.token is not None,
    complete=all(sorted(values) == sorted(PATHS) for values in at_once.values()
                 if values["runtime.connectionState"] == "connected"))

everything = collector.RetrieveContents([query.FilterSpec(
    objectSet=[query.ObjectSpec(obj=readable[0])], propSet=[query.PropertySpec(type=vim.VirtualMachine, all=True)],
)])
say("all properties", names=sorted(prop.name for prop in everything[0].propSet))
say("unknown property", **fault_of(lambda: collector.RetrieveContents([object_spec(readable[0], ["no.such"])])))
say("unknown token", **fault_of(lambda: collector.ContinueRetrievePropertiesEx("no such token")))

for vm in readable:
    hardware = vm.config.hardware
    say("machine", name=vm.name, id=vm._moId, batch=at_once[str(vm)]["name"],
        powerState=vm.runtime.powerState, summaryState=vm.summary.runtime.powerState,
        summaryName=vm.summary.config.name, uuid=vm.config.uuid, memoryMib=hardware.memoryMB,
        summaryMemoryMib=vm.summary.config.memorySizeMB, host=type_name(vm.runtime.host),
        devices=[type_name(device) for device in hardware.device],
        disks=[disk.backing.fileName for disk in hardware.device if isinstance(disk, vim.vm.device.VirtualDisk)],
        cards=[card.macAddress for card in hardware.device
               if isinstance(card, vim.vm.device.VirtualEthernetCard)],
        toolsRunningStatus=vm.guest.toolsRunningStatus, guestState=vm.guest.guestState,
        hasSnapshot=vm.snapshot is not None, storage=vm.summary.storage.committed,
        overallStatus=vm.overallStatus, parent=type_name(vm.parent), pool=type_name(vm.resourcePool),
        datastores=[store.name for store in vm.datastore], networks=[network.name for network in vm.network])

for host in members(content, vim.HostSystem):
    if host.runtime.connectionState != "connected":
        # Nobody can ask it for its configuration.
        say("unreachable host", name=host.name, hasConfig=host.config is not None)
        continue
    hardware = host.summary.hardware
    say("host", name=host.name, summaryName=host.summary.config.name, cpuMhz=hardware.cpuMhz,
        cores=hardware.numCpuCores, memoryBytes=hardware.memorySize, product=host.config.product.fullName,
        connectionState=host.runtime.connectionState, isInMaintenance=host.runtime.inMaintenanceMode,
        usageMhz=host.summary.quickStats.overallCpuUsage, machines=len(host.vm),
        networks=len(host.network), parent=type_name(host.parent),
        portGroups=[group.spec.name for group in host.config.network.portgroup])

for store in members(content, vim.Datastore):
    say("datastore", name=store.name, summaryName=store.summary.name, capacityBytes=store.summary.capacity,
        freeBytes=store.summary.freeSpace, isAccessible=store.summary.accessible, type=store.summary.type,
        hosts=[mount.mountInfo.accessMode for mount in store.host], browser=type_name(store.browser))

for pool in members(content, vim.ResourcePool):
    say("pool", name=pool.name, owner=type_name(pool.owner), limit=pool.config.cpuAllocation.limit)

for network in members(content, vim.Network):
    say("network", name=network.name, isAccessible=network.summary.accessible, hosts=len(network.host))

# Three of a kind are enough to meet every property that a kind has.
problems, values = set(), 0
for kind in sorted({type(entity) for entity in entities}, key=lambda kind: kind.__name__):
    for entity in [entity for entity in entities if type(entity) is kind][:3]:
        for info in entity._GetPropertyList():
            try:
                values += getattr(entity, info.name) is not None
            except vmodl.MethodFault:
                pass  # a server may have a property that this kind of server does not support
            except Exception as error:
                problems.add(f"{type_name(entity)}.{info.name}: {error!r}")
say("every property", problems=sorted(problems), values=values)
Disconnect(service)
