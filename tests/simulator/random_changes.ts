import type { Random } from "../../src/simulator/core/random.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { Host } from "../../src/simulator/world/host.ts";
import { Folder, Pool } from "../../src/simulator/world/places.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import type { openRaw } from "./raw_client.ts";

type Scene = Awaited<ReturnType<typeof openRaw>>;

/** Does one of the things that people do to an inventory; what is refused changes nothing. */
export async function changeSomething({ simulator, client }: Scene, random: Random): Promise<void> {
  const vm = random.pick(simulator.world.all(Vm));
  const self = `VirtualMachine:${vm.ref.value}`;
  const name = `n-${random.hex(6)}`;
  const [snapshot] = vm.snapshots;
  const { world } = simulator;
  const folder = random.pick(world.all(Folder));
  // A machine stays in its cluster, so that most moves succeed.
  const pool = random.pick(world.all(Pool).filter(({ owner }) => owner === vm.host.compute));
  const host = random.pick(world.all(Host).filter(({ compute }) => compute === vm.host.compute));
  const datastore = random.pick(world.all(Datastore));
  const changes: readonly (() => Promise<unknown>)[] = [
    () => client.call("PowerOnVM_Task", self),
    () => client.call("PowerOffVM_Task", self),
    () => client.call("Rename_Task", self, `<newName>${name}</newName>`),
    () =>
      client.call("ReconfigVM_Task", self, `<spec><numCPUs>${random.pick([1, 2, 4, 8])}</numCPUs></spec>`),
    () =>
      client.call(
        "CreateSnapshot_Task",
        self,
        `<name>${name}</name><memory>false</memory><quiesce>false</quiesce>`,
      ),
    () =>
      client.call(
        "RemoveSnapshot_Task",
        `VirtualMachineSnapshot:${snapshot?.ref.value}`,
        "<removeChildren>false</removeChildren>",
      ),
    () => client.call("Destroy_Task", self),
    () =>
      client.call(
        "MigrateVM_Task",
        self,
        `<host type="HostSystem">${host.ref.value}</host>` +
          "<priority>defaultPriority</priority>",
      ),
    () =>
      client.call(
        "MoveIntoFolder_Task",
        `Folder:${folder.ref.value}`,
        `<list type="VirtualMachine">${vm.ref.value}</list>`,
      ),
    () => client.call("MarkAsTemplate", self),
    () =>
      client.call(
        "MarkAsVirtualMachine",
        self,
        `<pool type="ResourcePool">${pool.ref.value}</pool><host type="HostSystem">${vm.host.ref.value}</host>`,
      ),
    () => client.call("CreateFolder", `Folder:${folder.ref.value}`, `<name>${name}</name>`),
    () => client.call("Destroy_Task", `Folder:${folder.ref.value}`),
    () =>
      client.call(
        "CreateResourcePool",
        `ResourcePool:${pool.ref.value}`,
        `<name>${name}</name><spec>${share("cpu")}${share("memory")}</spec>`,
      ),
    () => client.call("Destroy_Task", `ResourcePool:${pool.ref.value}`),
    () =>
      client.call(
        "RelocateVM_Task",
        self,
        `<spec><datastore type="Datastore">${datastore.ref.value}</datastore>` +
          `<pool type="ResourcePool">${pool.ref.value}</pool></spec>`,
      ),
    () => client.call("UnregisterVM", self),
    () =>
      client.call(
        "CloneVM_Task",
        self,
        `<folder type="Folder">${vm.parent?.ref.value}</folder><name>${name}</name><spec><location/><template>false</template><powerOn>true</powerOn></spec>`,
      ),
  ];
  // What is refused is no matter here: machines are in any state.
  await random.pick(changes)();
}

function share(what: string): string {
  return `<${what}Allocation><reservation>0</reservation><expandableReservation>true</expandableReservation>` +
    `<limit>-1</limit><shares><shares>0</shares><level>normal</level></shares></${what}Allocation>`;
}
