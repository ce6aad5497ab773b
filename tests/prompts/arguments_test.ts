import assert from "node:assert/strict";
import {
  datastoreArgument,
  hostArgument,
  templateArgument,
  vmArgument,
} from "../../src/prompts/arguments.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo, markAsTemplate } from "../support/vsphere.ts";
import { runTask } from "../../src/vsphere/tasks.ts";

const naming = { description: "The one that is meant", isRequired: true };
const { signal } = new AbortController();

vcsimTest("arguments are completed by names of the inventory, in any case", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = { vsphere, signal };
  const complete = async (argument: ReturnType<typeof vmArgument>, typed: string) =>
    await argument.complete?.(typed, context);
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  await runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, { signal, action: "set the scene" });
  await markAsTemplate(vsphere, ref);
  assert.deepEqual(await complete(vmArgument(naming), "dc0_h0"), ["DC0_H0_VM1"]);
  assert.deepEqual(await complete(templateArgument(naming), "dc0"), ["DC0_H0_VM0"]);
  assert.deepEqual(await complete(templateArgument(naming), "nothing"), []);
  assert.deepEqual(await complete(hostArgument(naming), "dc0_h"), ["DC0_H0"]);
  assert.deepEqual(await complete(datastoreArgument(naming), "local"), ["LocalDS_0"]);
});
