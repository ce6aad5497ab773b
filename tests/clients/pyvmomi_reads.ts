import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { Checks } from "./pyvmomi.ts";

/** What reads.py reports: views, batches, pages and single properties. */
export const READS: Checks = {
  "a container view has all that the tree has"(reports, { model }) {
    const { types, missingInView } = reports.one("view and tree", viewShape);
    assert.deepEqual(missingInView, []);
    const expected = [
      ...["Datacenter", "Datastore", "Folder", "HostSystem", "Network", "ResourcePool", "VirtualMachine"],
      ...(model === "vcenter"
        ? ["ClusterComputeResource", "dvs.DistributedVirtualPortgroup"]
        : ["ComputeResource"]),
    ];
    assert.deepEqual(expected.filter((type) => !types.includes(`vim.${type}`)), []);
  },

  "RetrieveContents, RetrievePropertiesEx and its pages give the same"(reports) {
    const batch = reports.one("batch", batchShape);
    assert.ok(batch.machines > 1, `${batch.machines} machines make no pages`);
    assert.equal(batch.atOnce, batch.machines);
    assert.ok(batch.same);
    assert.ok(batch.complete);
    assert.deepEqual(batch.pages, Array.from({ length: batch.machines }, () => 1));
    assert.equal(batch.hasToken, false);
  },

  "all properties are those that a machine has"(reports) {
    const { names } = reports.one("all properties", z.object({ names: z.array(text) }));
    const expected = [
      "config",
      "datastore",
      "guest",
      "name",
      "network",
      "parent",
      "resourcePool",
      "runtime",
      "summary",
    ];
    assert.deepEqual(expected.filter((name) => !names.includes(name)), []);
  },

  "unknown properties and tokens are refused"(reports) {
    // vcsim leaves out a property that it does not know.
    assert.equal(reports.fault("unknown property").fault, "vmodl.query.InvalidProperty");
    // vcsim names a type that does not exist.
    assert.match(
      reports.fault("unknown token").fault ?? "",
      /^vmodl\.(fault\.InvalidArgument|query\.InvalidProperty)$/,
    );
  },

  "machines read property by property are those of the batch"(reports) {
    for (const machine of reports.all("machine", machineShape)) {
      assert.equal(machine.name, machine.batch);
      assert.equal(machine.summaryName, machine.name);
      assert.equal(machine.summaryState, machine.powerState);
      assert.equal(machine.summaryMemoryMib, machine.memoryMib);
      assert.ok(machine.devices.includes("vim.vm.device.VirtualKeyboard"), `${machine.devices}`);
      assert.notEqual(machine.datastores.length, 0, machine.name);
      for (const file of machine.disks) {
        const [, datastore = ""] = /^\[([^\]]+)\] .+\.vmdk$/.exec(file) ?? [];
        assert.ok(machine.datastores.includes(datastore), `${machine.name}: ${file}`);
      }
    }
  },

  "hosts, datastores, pools and networks are readable one by one"(reports) {
    const { machines } = reports.one("batch", batchShape);
    const hosts = reports.all("host", hostShape);
    assert.equal(hosts.reduce((sum, host) => sum + host.machines, 0), machines);
    for (const host of hosts) assert.equal(host.summaryName, host.name);
    for (const datastore of reports.all("datastore", datastoreShape)) {
      assert.equal(datastore.summaryName, datastore.name);
      assert.ok(datastore.freeBytes <= datastore.capacityBytes);
    }
    assert.ok(reports.all("pool", poolShape).some((pool) => pool.name === "Resources"));
    // vcsim gives standard networks no hosts.
    for (const network of reports.all("network", networkShape)) assert.ok(network.hosts > 0, network.name);
  },

  // vcsim sends empty elements, and the answer to another method where a property is not set.
  "no property of any kind of object has a value that Python cannot read"(reports) {
    const { problems, values } = reports.one("every property", everyShape);
    assert.deepEqual(problems, []);
    assert.ok(values > 100, `${values} values`);
  },
};

const text = z.string().min(1);
const viewShape = z.object({ types: z.array(text), missingInView: z.array(text) });
const batchShape = z.object({
  machines: z.int(),
  atOnce: z.int(),
  same: z.boolean(),
  pages: z.array(z.int()),
  hasToken: z.boolean(),
  complete: z.boolean(),
});
const machineShape = z.object({
  name: text,
  batch: text,
  powerState: z.enum(["poweredOn", "poweredOff", "suspended"]),
  summaryState: text,
  summaryName: text,
  uuid: z.guid(),
  memoryMib: z.int().positive(),
  summaryMemoryMib: z.int().positive(),
  host: z.literal("vim.HostSystem"),
  devices: z.array(text),
  disks: z.array(text),
  cards: z.array(z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/)),
  toolsRunningStatus: z.enum(["guestToolsNotRunning", "guestToolsRunning", "guestToolsExecutingScripts"]),
  hasSnapshot: z.boolean(),
  storage: z.int().nonnegative(),
  overallStatus: z.enum(["gray", "green", "yellow", "red"]),
  // In a vApp it has none.
  parent: z.enum(["vim.Folder", "NoneType"]),
  // A template has none.
  pool: z.enum(["vim.ResourcePool", "vim.VirtualApp", "NoneType"]),
  datastores: z.array(text),
  networks: z.array(text),
});
const hostShape = z.object({
  name: text,
  summaryName: text,
  cpuMhz: z.int().positive(),
  cores: z.int().positive(),
  memoryBytes: z.int().positive(),
  product: z.string().regex(/^VMware ESXi \d/),
  connectionState: z.enum(["connected", "disconnected", "notResponding"]),
  isInMaintenance: z.boolean(),
  usageMhz: z.int().nonnegative(),
  machines: z.int(),
  // In a vApp it has none.
  parent: z.enum(["vim.ComputeResource", "vim.ClusterComputeResource"]),
  portGroups: z.array(text).min(1),
});
const datastoreShape = z.object({
  name: text,
  summaryName: text,
  capacityBytes: z.int().positive(),
  freeBytes: z.int().nonnegative(),
  isAccessible: z.boolean(),
  type: text,
  hosts: z.array(z.enum(["readWrite", "readOnly"])).min(1),
  browser: z.literal("vim.host.DatastoreBrowser"),
});
const poolShape = z.object({ name: text, owner: text, limit: z.int() });
const networkShape = z.object({ name: text, isAccessible: z.boolean(), hosts: z.int() });
const everyShape = z.object({ problems: z.array(z.string()), values: z.int() });
