/** What the tests of clones make, look at and leave alone on a vcsim. */
import assert from "node:assert/strict";
import { many, object, one, ref, text } from "../../../src/soap/decode.ts";
import type { Moref, WireObject } from "../../../src/soap/encode.ts";
import { createFetch, type Fetch } from "../../../src/soap/fetch.ts";
import { parseXml } from "../../../src/soap/xml.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { readPlaces } from "../../../src/vsphere/placement/rows.ts";
import { retrieveAll } from "../../../src/vsphere/properties.ts";
import { readSnapshots } from "../../../src/vsphere/snapshot_tree.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import { type CopySource, readSourceConfig } from "../../../src/vsphere/clone/copy_source.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import type { MethodName } from "../../../src/vsphere/wire/methods.ts";
import { type Vcsim, type VcsimOptions, vcsimTest } from "../../support/vcsim.ts";

/** A running machine with one disk in vcsim's ESXi model. */
export const RUNNING = "ha-host_VM0";

/** A test on standalone ESXi, where CloneVM_Task must never be sent: the simulator would wrongly do it. */
export function esxiTest(
  name: string,
  test: (vcsim: Vcsim) => Promise<void>,
  options: VcsimOptions = {},
): void {
  vcsimTest(name, { ...options, model: "esx" }, async (vcsim) => {
    await test(vcsim);
    assert.ok(!(await vcsim.log()).some(({ method }) => method === "CloneVM_Task"));
  });
}

const signal = new AbortController().signal;

/** Runs a task of the server to its end. */
export async function run(
  vsphere: Vsphere,
  method: MethodName,
  { target, args = {} }: { readonly target: Moref; readonly args?: WireObject },
): Promise<void> {
  const outcome = await runTask(vsphere, { method, target, args }, { signal, action: `run ${method}` });
  assert.equal(outcome.state, "success");
}

/** Powers a machine off and gives it. */
export async function powerOff(vsphere: Vsphere, name: string): Promise<Moref> {
  const { ref: target } = await findVm(vsphere, name);
  await run(vsphere, "PowerOffVM_Task", { target });
  return target;
}

/** Makes a machine without disks and network cards on standalone ESXi. */
export async function createBareVm(vsphere: Vsphere, name: string): Promise<void> {
  const { rows } = await readPlaces(vsphere);
  const target = rows.Datacenter[0]?.vmFolder;
  const pool = rows.ResourcePool[0]?.ref;
  assert.ok(target !== undefined && pool !== undefined);
  const config = { name, guestId: "otherGuest", files: { vmPathName: "[LocalDS_0]" } };
  await run(vsphere, "CreateVM_Task", { target, args: { config, pool } });
}

/** Changes a machine. */
export async function reconfigure(vsphere: Vsphere, target: Moref, spec: WireObject): Promise<void> {
  await run(vsphere, "ReconfigVM_Task", { target, args: { spec } });
}

/** Adds a disk of 2 MB to a machine. */
export async function addDisk(
  vsphere: Vsphere,
  vm: Moref,
  { unitNumber, ...backing }: { readonly unitNumber: number } & WireObject,
): Promise<void> {
  const device = {
    $type: "VirtualDisk",
    key: -1,
    backing: {
      $type: "VirtualDiskFlatVer2BackingInfo",
      fileName: "[LocalDS_0]",
      diskMode: "persistent",
      ...backing,
    },
    // The key that the simulator gives to the first SCSI controller.
    controllerKey: 202,
    unitNumber,
    capacityInKB: 2048,
  };
  await reconfigure(vsphere, vm, { deviceChange: [{ operation: "add", fileOperation: "create", device }] });
}

/** Takes a snapshot of a machine. */
export async function takeSnapshot(vsphere: Vsphere, target: Moref, name: string): Promise<void> {
  const args = { name, description: "", memory: false, quiesce: false };
  await run(vsphere, "CreateSnapshot_Task", { target, args });
}

/** A machine on standalone ESXi whose property `config` has this content, as the server writes it. */
export function sourceOf(config: string, more: Partial<CopySource> = {}): CopySource {
  const read = readSourceConfig(
    parseXml(`<config xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${config}</config>`),
  );
  assert.ok(read !== undefined);
  return {
    vm: {
      ref: { type: "VirtualMachine", value: "12" },
      name: "web-1",
      path: "/ha-datacenter/vm/web-1",
      isTemplate: false,
      powerState: "poweredOff",
    },
    config: read,
    devices: read.hardware?.device ?? [],
    vmxPath: "[datastore1] web-1/web-1.vmx",
    files: [],
    isPoweredOff: true,
    host: undefined,
    resourcePool: undefined,
    folder: undefined,
    datastores: [],
    currentSnapshot: undefined,
    ...more,
  };
}

/** Everything that a clone could leave behind: machines, snapshots, and files on all datastores. */
export async function traces(vsphere: Vsphere): Promise<readonly string[]> {
  const rows = await retrieveAll(vsphere.session, {
    VirtualMachine: { name: text, snapshot: readSnapshots },
    Datastore: { name: text, browser: ref },
  });
  const found = rows.VirtualMachine.flatMap(({ name, snapshot = [] }) => [
    `machine ${name}`,
    ...snapshot.map((one) => `snapshot ${one.name} of ${name}`),
  ]);
  for (const { name, browser } of rows.Datastore) {
    if (browser !== undefined) found.push(...await filesOn(vsphere, browser, `[${name}]`));
  }
  return found.sort();
}

const details = { fileType: true, fileSize: true, modification: true, fileOwner: false };
const readResults = object({
  HostDatastoreBrowserSearchResults: many(object({
    folderPath: one(text),
    file: many(object({ path: one(text) })),
  })),
});

async function filesOn(
  vsphere: Vsphere,
  target: Moref,
  datastorePath: string,
): Promise<readonly string[]> {
  const args = { datastorePath, searchSpec: { details, matchPattern: ["*"] } };
  const method = "SearchDatastoreSubFolders_Task";
  const outcome = await runTask(vsphere, { method, target, args }, { signal, action: "look at a datastore" });
  const result = outcome.state === "success" ? outcome.result : undefined;
  const found = result === undefined ? [] : readResults(result)?.HostDatastoreBrowserSearchResults ?? [];
  assert.ok(found.length > 0);
  return found.flatMap(({ folderPath, file }) => file.map(({ path }) => `file ${folderPath}/${path}`));
}

/** A fetch that keeps the bodies of calls of one method, and calls back when one of them was answered. */
export function recorder(
  method: MethodName,
  onAnswer: () => void | Promise<void> = () => {},
): { readonly sent: readonly string[]; readonly fetch: Fetch } & Disposable {
  const sent: string[] = [];
  const inner = createFetch({ tls: { kind: "insecure" } });
  return {
    sent,
    fetch: async (request, options) => {
      const body = request.method === "POST" ? await request.clone().text() : "";
      const response = await inner(request, options);
      if (body.includes(`<${method} `)) {
        sent.push(body);
        await onAnswer();
      }
      return response;
    },
    [Symbol.dispose]: () => inner[Symbol.dispose](),
  };
}

/** The methods in a log that change something. */
export function writes(log: readonly { readonly method: string }[]): readonly string[] {
  return log.map(({ method }) => method).filter((method) => /_Task$|^MakeDirectory$/.test(method));
}
