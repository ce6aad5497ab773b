import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { Govc } from "./govc.ts";
import type { Place } from "./place.ts";

/** What the commands work on; all of it was found with govc itself. */
export interface Stage {
  readonly govc: Govc;
  readonly place: Place;
  readonly model: Place["model"];
  /** Inventory paths: a host that is connected, with a datastore and a network that it has. */
  readonly datacenter: string;
  readonly host: string;
  readonly datastore: string;
  readonly network: string;
}

/** Steps of the suite by what they prove. */
export type Part = Readonly<Record<string, (stage: Stage) => Promise<void>>>;

/** Looks for a place for virtual machines. */
export async function findStage(govc: Govc, place: Place): Promise<Stage> {
  const [host] = await govc.lines("find", "/", "-type", "h", "-runtime.connectionState", "connected");
  assert.ok(host !== undefined, "no connected host");
  const datacenters = await govc.lines("find", "/", "-type", "d");
  const datacenter = datacenters.find((path) => host.startsWith(`${path}/`));
  assert.ok(datacenter !== undefined, `${host} is in none of ${datacenters}`);
  govc.enter(datacenter);

  const accessible = await govc.lines("find", "/", "-type", "s", "-summary.accessible", "true");
  const datastore = (await referredPaths(govc, [host, "datastore"])).find((path) =>
    accessible.includes(path)
  );
  assert.ok(datastore !== undefined, `no accessible datastore on ${host}`);
  const network = (await referredPaths(govc, [host, "network"], /^Network:/))[0];
  assert.ok(network !== undefined, `no standard network on ${host}`);
  return { govc, place, model: place.model, datacenter, host, datastore, network };
}

/** The paths of the objects that a property refers to, those of a type only when one is given. */
export async function referredPaths(
  govc: Govc,
  [path, property]: readonly [string, string],
  type = /^/,
): Promise<readonly string[]> {
  const references = (await govc.text("object.collect", "-s", path, property)).trim().split(",");
  const wanted = references.filter((reference) => reference !== "" && type.test(reference));
  return wanted.length === 0 ? [] : await govc.lines("ls", "-L", ...wanted);
}

/** Makes a small virtual machine that is off, with a disk and a network card; gives its name. */
export async function createVm(stage: Stage, name: string): Promise<string> {
  await stage.govc.text(
    ...["vm.create", "-on=false", "-m=512", "-c=2", "-g=otherGuest64", "-annotation=made by govc"],
    ...["-disk=1GB", "-disk.controller=pvscsi", "-net.adapter=vmxnet3"],
    ...[`-net=${stage.network}`, `-host=${stage.host}`, `-ds=${stage.datastore}`, name],
  );
  return name;
}

/** A property as `object.collect -s` prints it. */
export async function propertyOf(
  { govc }: Stage,
  [vm, property]: readonly [string, string],
): Promise<string> {
  return (await govc.text("object.collect", "-s", vmPath(vm), property)).trim();
}

/** The path of a virtual machine relative to the datacenter that govc is in. */
export function vmPath(name: string): string {
  return `vm/${name}`;
}

/** The last part of an inventory path. */
export function nameOf(path: string): string {
  return path.split("/").at(-1) ?? "";
}

/** The `Name: value` lines that govc prints for people, of one object. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const [, name, value] = /^\s*([^:]+):\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** A virtual machine as `vm.info -json` prints it. */
export async function vmInfo({ govc }: Stage, name: string): Promise<z.output<typeof vmShape>> {
  const { virtualMachines } = await govc.json(vmList, ["vm.info", name]);
  const [vm, ...more] = virtualMachines;
  assert.ok(vm !== undefined && more.length === 0, `${virtualMachines.length} machines are named ${name}`);
  return vm;
}

const vmShape = z.object({
  self: z.object({ type: z.literal("VirtualMachine"), value: z.string().min(1) }),
  name: z.string(),
  config: z.object({
    name: z.string(),
    uuid: z.guid(),
    instanceUuid: z.guid(),
    template: z.boolean(),
    guestId: z.string(),
    guestFullName: z.string(),
    annotation: z.string().default(""),
    firmware: z.string().default(""),
    files: z.object({ vmPathName: z.string() }),
    hardware: z.object({ numCPU: z.int(), memoryMB: z.int() }),
    extraConfig: z.array(z.object({ key: z.string(), value: z.unknown() })).nullable(),
  }),
  runtime: z.object({ powerState: z.string(), connectionState: z.string() }),
});
const vmList = z.object({ virtualMachines: z.array(vmShape) });
