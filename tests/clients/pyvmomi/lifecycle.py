"""A machine from its creation to its end, and what a collector tells of it meanwhile."""
from pyVim.connect import Disconnect
from pyVim.task import WaitForTask
from pyVmomi import vim

from connection import connect
from queries import members, object_spec, query, view_of, view_spec
from reports import fault_of, say, type_name

NAME = "pyvmomi <life> & \"cycle\""

service = connect()
content = service.RetrieveContent()


def place_for_vms(content):
    """A folder, a pool, a host, a datastore and a network that go together."""
    for host in members(content, vim.HostSystem):
        stores = [store for store in host.datastore if store.summary.accessible]
        networks = [network for network in host.network if type(network) is vim.Network]
        if host.runtime.connectionState == "connected" and stores and networks:
            datacenter = host
            while not isinstance(datacenter, vim.Datacenter):
                datacenter = datacenter.parent
            return datacenter.vmFolder, host.parent.resourcePool, host, stores[0], networks[0]
    raise RuntimeError("no host has a datastore and a network")


class Watch:
    """A collector of its own with one filter after the other, and all changes in their order."""

    def __init__(self):
        self.collector = content.propertyCollector.CreatePropertyCollector()
        self.version, self.changes = "", []

    def add(self, spec):
        return self.collector.CreateFilter(spec, partialUpdates=True)

    def wait(self, seconds=10):
        """Waits for one batch; None when nothing happened in time."""
        batch = self.collector.WaitForUpdatesEx(self.version, query.WaitOptions(maxWaitSeconds=seconds))
        if batch is None:
            return None
        self.version = batch.version
        new = [(update.kind, update.obj, change.name, change.val)
               for part in batch.filterSet for update in part.objectSet
               for change in update.changeSet or [query.Change(name="")]]
        self.changes += new
        return new

    def until(self, is_last):
        while not any(is_last(change) for change in self.changes):
            if self.wait() is None:
                raise RuntimeError(f"no update within 10 s after {[change[:3] for change in self.changes]}")

    def until_value(self, path, value):
        """Whether the server sends the value or all that it is a part of."""
        whole, part = path.split(".")
        self.until(lambda change: change[2] == path and change[3] == value
                   or change[2] == whole and getattr(change[3], part) == value)


def machine_spec():
    device = vim.vm.device
    change = device.VirtualDeviceSpec
    controller = device.ParaVirtualSCSIController(key=-1, busNumber=0, sharedBus="noSharing")
    disk = device.VirtualDisk(
        key=-2, controllerKey=-1, unitNumber=0, capacityInKB=1048576,
        backing=device.VirtualDisk.FlatVer2BackingInfo(fileName="", diskMode="persistent", thinProvisioned=True))
    card = device.VirtualVmxnet3(
        key=-3, addressType="generated",
        backing=device.VirtualEthernetCard.NetworkBackingInfo(deviceName=network.name, network=network),
        connectable=device.VirtualDevice.ConnectInfo(startConnected=True, allowGuestControl=True, connected=True))
    return vim.vm.ConfigSpec(
        name=NAME, guestId="otherGuest64", numCPUs=2, memoryMB=512, annotation="made by pyVmomi",
        files=vim.vm.FileInfo(vmPathName=f"[{datastore.name}]"),
        deviceChange=[change(operation="add", device=controller),
                      change(operation="add", fileOperation="create", device=disk),
                      change(operation="add", device=card)])


folder, pool, host, datastore, network = place_for_vms(content)
everything = Watch()
view = view_of(content, vim.VirtualMachine)
everything.add(view_spec(view, {vim.VirtualMachine: ["name"]}))
everything.wait()
before = len(everything.changes)

task = folder.CreateVM_Task(machine_spec(), pool, host)
WaitForTask(task, si=service)
vm = task.info.result
say("create", type=type_name(vm), name=vm.name, numCpus=vm.config.hardware.numCPU, annotation=vm.config.annotation,
    memoryMib=vm.config.hardware.memoryMB, powerState=vm.runtime.powerState, path=vm.config.files.vmPathName,
    devices=[type_name(device) for device in vm.config.hardware.device], taskState=task.info.state,
    entityName=task.info.entityName, folder=folder.name, network=vm.network[0].name)
everything.until(lambda change: change[0] == "enter" and change[1] == vm)
say("enter", isNew=all(change[1] != vm for change in everything.changes[:before]),
    changes=[[change[0], change[2], change[3]] for change in everything.changes if change[1] == vm])
say("duplicate", **fault_of(lambda: WaitForTask(folder.CreateVM_Task(machine_spec(), pool, host), si=service)))
for other in members(content, vim.VirtualMachine):
    if other.name == NAME and other != vm:
        WaitForTask(other.Destroy_Task(), si=service)

watch = Watch()
watch.add(object_spec(vm, ["runtime"]))
watch.wait()
task = vm.PowerOnVM_Task()
watch.add(object_spec(task, ["info"]))
watch.until_value("runtime.powerState", "poweredOn")
watch.until_value("info.state", "success")
infos = [change for change in watch.changes if change[1] == task]
say("power on", first=[watch.changes[0][0], watch.changes[0][2], watch.changes[0][3].powerState],
    kinds=[change[0] for change in infos], paths=[change[2] for change in watch.changes[1:]],
    states=[change[3].state if change[2] == "info" else change[3]
            for change in infos if change[2] in ("info", "info.state")],
    progress=[change[3] for change in infos if change[2] == "info.progress" and change[3] is not None],
    entityName=task.info.entityName, entity=str(task.info.entity),
    method=getattr(getattr(task.info.name, "info", None), "wsdlName", None), vm=str(vm))
quiet = Watch()
quiet.add(object_spec(vm, ["name"]))
quiet.wait()
say("nothing happens", update=quiet.wait(seconds=1))
say("unknown version", **fault_of(
    lambda: quiet.collector.WaitForUpdatesEx("no such version", query.WaitOptions(maxWaitSeconds=0))))
for collector in (watch.collector, quiet.collector):
    collector.Destroy()

say("power on again", **fault_of(lambda: WaitForTask(vm.PowerOnVM_Task(), si=service)))
say("destroy running", **fault_of(lambda: WaitForTask(vm.Destroy_Task(), si=service)))

WaitForTask(vm.CreateSnapshot_Task("one", "the <first>", False, False), si=service)
WaitForTask(vm.PowerOffVM_Task(), si=service)
WaitForTask(vm.ReconfigVM_Task(vim.vm.ConfigSpec(annotation="changed", numCPUs=4)), si=service)
say("change", annotation=vm.config.annotation, numCpus=vm.config.hardware.numCPU)
WaitForTask(vm.CreateSnapshot_Task(name="two", memory=False, quiesce=False), si=service)
root = vm.snapshot.rootSnapshotList[0]
say("snapshots", roots=len(vm.snapshot.rootSnapshotList), name=root.name, description=root.description,
    state=root.state, children=[child.name for child in root.childSnapshotList], ofVm=root.vm == vm,
    isCurrent=vm.snapshot.currentSnapshot == root.childSnapshotList[0].snapshot)
WaitForTask(root.snapshot.RevertToSnapshot_Task(), si=service)
say("revert", isCurrent=vm.snapshot.currentSnapshot == root.snapshot, annotation=vm.config.annotation,
    numCpus=vm.config.hardware.numCPU, powerState=vm.runtime.powerState)
WaitForTask(vm.RemoveAllSnapshots_Task(), si=service)
say("no snapshots", snapshot=vm.snapshot)

WaitForTask(vm.Destroy_Task(), si=service)
everything.until(lambda change: change[0] == "leave" and change[1] == vm)
say("destroyed", id=vm._moId, **fault_of(lambda: vm.name))
everything.collector.Destroy()
view.Destroy()
Disconnect(service)
