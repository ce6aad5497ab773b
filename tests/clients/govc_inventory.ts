import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { fieldsOf, nameOf, type Part, vmInfo } from "./govc_stage.ts";

/** about, ls, find, host.info and vm.info: what is there. */
export const INVENTORY: Part = {
  async "about names the product and its API"({ govc, model }) {
    const [apiType, productLine] = model === "vcenter"
      ? ["VirtualCenter", "vpx"]
      : ["HostAgent", "embeddedEsx"];
    const fields = fieldsOf(await govc.text("about"));
    assert.equal(fields.get("API type"), apiType);
    assert.equal(fields.get("Product ID"), productLine);
    const { about } = await govc.json(aboutShape, ["about"]);
    assert.equal(about.apiType, apiType);
    assert.equal(about.fullName, fields.get("FullName"));
    assert.match(about.fullName, new RegExp(`${about.version}.*${about.build}`));
    // A host without vCenter has no identity of this kind.
    if (model === "vcenter") assert.ok(z.guid().safeParse(about.instanceUuid).success);
    else assert.equal(about.instanceUuid, undefined);
  },

  async "about -l lists the managers"({ govc, model }) {
    const { content } = await govc.json(contentShape, ["about", "-l"]);
    assert.equal(content.rootFolder.type, "Folder");
    assert.equal(content.taskManager.type, "TaskManager");
    assert.equal(content.customFieldsManager !== undefined, model === "vcenter");
  },

  async "ls / lists the datacenters, and ls below one its four folders"({ govc, model, datacenter }) {
    const roots = await govc.lines("ls", "/");
    assert.ok(roots.some((root) => datacenter === root || datacenter.startsWith(`${root}/`)));
    if (model === "esxi") assert.deepEqual(roots, ["/ha-datacenter"]);
    const folders = await govc.lines("ls", datacenter);
    const expected = ["datastore", "host", "network", "vm"].map((name) => `${datacenter}/${name}`);
    assert.deepEqual([...folders].sort(), expected);
    assert.deepEqual(await govc.lines("ls", "-l", datacenter), folders.map((path) => `${path}/`));
  },

  async "ls lists what find finds at every depth"({ govc, datacenter, host }) {
    const resource = host.slice(0, host.lastIndexOf("/"));
    for (const folder of ["vm", "host", "datastore", "network"].map((name) => `${datacenter}/${name}`)) {
      const listed = await govc.lines("ls", folder);
      const found = await govc.lines("find", folder, "-maxdepth", "1");
      assert.notEqual(listed.length, 0, folder);
      assert.deepEqual([...listed].sort(), found.filter((path) => path !== folder).sort());
    }
    const below = await govc.lines("ls", "-l", resource);
    assert.ok(below.includes(`${host} (HostSystem)`), `${below}`);
    assert.ok(below.includes(`${resource}/Resources (ResourcePool)`), `${below}`);
    assert.deepEqual(await govc.lines("ls", "-t", "ResourcePool", resource), [`${resource}/Resources`]);
    // A pattern in the middle of a path, and one type out of several.
    assert.ok((await govc.lines("ls", "-t", "HostSystem", `${datacenter}/host/*`)).includes(host));
  },

  async "ls goes from paths to references and back"({ govc, datacenter }) {
    const [line = ""] = await govc.lines("ls", "-i", "-l", `${datacenter}/vm`);
    const [, reference = "", path] = /^(\w+:\S+) (.*)$/.exec(line) ?? [];
    assert.deepEqual(await govc.lines("ls", "-L", reference), [path]);
  },

  async "find / walks all and names the types"({ govc, host, datastore, network }) {
    const rows = (await govc.lines("find", "-l", "/")).map((line) => /^(\w+)\s+(.*)$/.exec(line)?.slice(1));
    const types = new Map(rows.map(([type = "", path = ""] = []) => [path, type]));
    assert.equal(types.get("/"), "Folder");
    assert.equal(types.get(host), "HostSystem");
    assert.equal(types.get(datastore), "Datastore");
    assert.equal(types.get(network), "Network");
    for (const [alias, type] of Object.entries({ m: "VirtualMachine", s: "Datastore", p: "ResourcePool" })) {
      const expected = [...types].filter(([, own]) => own === type).map(([path]) => path);
      assert.notEqual(expected.length, 0, type);
      assert.deepEqual([...await govc.lines("find", "/", "-type", alias)].sort(), expected.sort());
    }
  },

  async "find goes by name and by property"({ govc }) {
    const all = await govc.lines("find", "/", "-type", "m");
    const [first = ""] = all;
    const byName = await govc.lines("find", "/", "-type", "m", "-name", nameOf(first));
    assert.ok(byName.includes(first));
    assert.deepEqual(byName.filter((path) => nameOf(path) !== nameOf(first)), []);
    assert.deepEqual(await govc.lines("find", "/", "-type", "m", "-name", "no such machine"), []);
    const states = await Promise.all(
      ["poweredOn", "poweredOff", "suspended"].map((state) =>
        govc.lines("find", "/", "-type", "m", "-runtime.powerState", state)
      ),
    );
    assert.deepEqual(states.flat().sort(), [...all].sort());
  },

  async "vm.info tells people and programs the same of a machine that was there"(stage) {
    const [path = ""] = await stage.govc.lines(
      ...["find", `${stage.datacenter}/vm`, "-type", "m", "-runtime.connectionState", "connected"],
    );
    const fields = fieldsOf(await stage.govc.text("vm.info", "-r", path));
    const { name, config, runtime } = await vmInfo(stage, path);
    assert.equal(name, nameOf(path));
    assert.equal(fields.get("Name"), name);
    assert.equal(fields.get("Path"), path);
    assert.equal(fields.get("UUID"), config.uuid);
    assert.equal(fields.get("Guest name"), config.guestFullName);
    assert.equal(fields.get("Memory"), `${config.hardware.memoryMB}MB`);
    assert.equal(fields.get("CPU"), `${config.hardware.numCPU} vCPU(s)`);
    assert.equal(fields.get("Power state"), runtime.powerState);
    assert.equal(runtime.connectionState, "connected");
    const hosts = await stage.govc.lines("find", "/", "-type", "h");
    assert.ok(hosts.map(nameOf).includes(fields.get("Host") ?? ""));
    const datastores = await stage.govc.lines("find", "/", "-type", "s");
    for (const used of fields.get("Storage")?.split(", ") ?? [""]) {
      assert.ok(datastores.map(nameOf).includes(used), `datastore ${used}`);
    }
  },

  async "vm.info says nothing of a machine that does not exist, and vm.power that there is none"({ govc }) {
    assert.equal(await govc.text("vm.info", "no such machine"), "");
    assert.match(await govc.refusal("vm.power", "-on", "no such machine"), /not found/);
  },

  async "host.info tells people and programs the same"(stage) {
    const { govc, host } = stage;
    const fields = fieldsOf(await govc.text("host.info", host));
    const { hostSystems: [found] } = await govc.json(hostList, ["host.info", host]);
    assert.ok(found !== undefined);
    const { config, hardware, runtime, quickStats } = found.summary;
    assert.equal(config.name, nameOf(host));
    assert.equal(fields.get("Name"), config.name);
    assert.equal(fields.get("Path"), host);
    assert.equal(fields.get("Manufacturer"), hardware.vendor);
    assert.equal(fields.get("Logical CPUs"), `${hardware.numCpuCores} CPUs @ ${hardware.cpuMhz}MHz`);
    assert.equal(fields.get("Memory"), `${Math.floor(hardware.memorySize / 2 ** 20)}MB`);
    assert.match(
      fields.get("CPU usage") ?? "",
      new RegExp(`^${quickStats.overallCpuUsage} MHz \\(\\d+\\.\\d%\\)$`),
    );
    assert.equal(fields.get("State"), runtime.connectionState);
    assert.equal(runtime.powerState, "poweredOn");
  },
};

const text = z.string().min(1);
const reference = z.object({ type: text, value: text });
const aboutShape = z.object({
  about: z.object({
    apiType: text,
    fullName: text,
    version: z.string().regex(/^\d+\.\d+\.\d+/),
    build: z.string().regex(/^\d+$/),
    instanceUuid: text.optional(),
  }),
});
const contentShape = z.object({
  content: z.object({
    rootFolder: reference,
    taskManager: reference,
    customFieldsManager: reference.optional(),
  }),
});
const hostList = z.object({
  hostSystems: z.array(z.object({
    summary: z.object({
      config: z.object({ name: text }),
      hardware: z.object({
        vendor: text,
        cpuMhz: z.int().positive(),
        numCpuCores: z.int().positive(),
        memorySize: z.int().positive(),
      }),
      runtime: z.object({ connectionState: text, powerState: text }),
      quickStats: z.object({ overallCpuUsage: z.int().nonnegative() }),
    }),
  })),
});
