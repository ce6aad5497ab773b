import assert from "node:assert/strict";
import { arrayOf, ref, text } from "../../src/soap/decode.ts";
import type { Moref } from "../../src/soap/encode.ts";
import { retrieveAll, retrieveObjects } from "../../src/vsphere/properties.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import type { FarSide } from "../support/far_side.ts";
import { connectTo } from "../support/vsphere.ts";

/** A machine as somebody else makes it: no tool of the product has seen it. */
export interface ForeignVm {
  /** As the server is told, so `a/b` is stored as `a%2fb`. */
  readonly name: string;
  /** Makes this folder below the VM folder first. */
  readonly folder?: string;
  readonly notes?: string;
}

/** Makes virtual machines behind the product's back; gives their morefs. */
export async function makeVms(farSide: FarSide, vms: readonly ForeignVm[]): Promise<readonly string[]> {
  await using vsphere = connectTo(farSide);
  const shapes = { Folder: { name: text }, ResourcePool: { name: text }, Datastore: { name: text } };
  const { Folder: folders, ResourcePool: pools, Datastore: datastores } = await retrieveAll(
    vsphere.session,
    shapes,
  );
  const folder = folders.find(({ name }) => name === "vm")?.ref;
  const pool = pools[0]?.ref;
  const datastore = datastores[0]?.name;
  assert.ok(folder !== undefined && pool !== undefined && datastore !== undefined);
  const morefs: string[] = [];
  for (const vm of vms) morefs.push(await makeVm(vsphere, vm, { folder, pool, datastore }));
  return morefs;
}

/** Lets the newest task say how far it is, which vcsim's tasks never do by themselves. */
export async function reportProgress(farSide: FarSide, percent: number): Promise<void> {
  await using vsphere = connectTo(farSide);
  const { taskManager, sessionManager } = await vsphere.session.content();
  assert.ok(taskManager !== undefined && sessionManager !== undefined);
  const [row] = await retrieveObjects(vsphere.session, [taskManager], {
    shape: { recentTask: arrayOf(ref) },
  });
  const task = row?.recentTask?.at(-1);
  assert.ok(task !== undefined);
  await rawCall(
    farSide,
    sessionManager.value,
    `<UpdateProgress xmlns="urn:vim25"><_this type="Task">${task.value}</_this>
    <percentDone>${percent}</percentDone></UpdateProgress>`,
  );
}

/** Sends what the product never does. */
async function rawCall(farSide: FarSide, sessionManager: string, call: string): Promise<void> {
  const login = await post(
    farSide,
    `<Login xmlns="urn:vim25"><_this type="SessionManager">${sessionManager}</_this>
    <userName>${farSide.user}</userName><password>${farSide.password}</password></Login>`,
  );
  await login.body?.cancel();
  const answer = await post(farSide, call, login.headers.get("set-cookie")?.split(";")[0]);
  assert.equal(answer.status, 200, await answer.text());
}

async function post({ url }: FarSide, call: string, cookie = ""): Promise<Response> {
  const body = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${call}</Body></Envelope>`;
  return await fetch(url, {
    method: "POST",
    headers: { "content-type": "text/xml; charset=utf-8", cookie },
    body,
  });
}

async function makeVm(
  vsphere: Vsphere,
  { name, notes, folder }: ForeignVm,
  place: { readonly folder: Moref; readonly pool: Moref; readonly datastore: string },
): Promise<string> {
  const target = folder === undefined ? place.folder : await makeFolder(vsphere, place.folder, folder);
  const files = { vmPathName: `[${place.datastore}]` };
  const config = { name, guestId: "otherGuest64", annotation: notes, files };
  const outcome = await runTask(vsphere, {
    method: "CreateVM_Task",
    target,
    args: { config, pool: place.pool },
  }, {
    signal: new AbortController().signal,
    action: `make virtual machine "${name}"`,
  });
  assert.ok(outcome.state === "success" && outcome.result !== undefined);
  return outcome.result.text;
}

async function makeFolder({ session }: Vsphere, parent: Moref, name: string): Promise<Moref> {
  const [answer] = await session.call({ method: "CreateFolder", target: parent, args: { name } });
  const made = answer === undefined ? undefined : ref(answer);
  assert.ok(made !== undefined);
  return made;
}
