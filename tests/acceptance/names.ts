import assert from "node:assert/strict";
import { isFault } from "../../src/vsphere/faults.ts";
import { ask, refuse, rowsOf, textAt } from "./answers.ts";
import { makeVms } from "./far_side.ts";
import type { Part, Stage } from "./stage.ts";

/** Names that break what does not escape. */
const ODD = [
  `quo"te's`,
  "a & b <c> ]]>",
  "  two  spaces ",
  "ünï 日本 🚀",
  "[br] {ace} ; $x #y ?z",
  "percent 100%",
  "../up",
  "back\\slash",
];

/** Names of every kind, through everything that takes one. */
export const NAMES: Part = {
  async "a name of any characters is created, listed, shown, measured and deleted"(stage) {
    const { client, tag } = stage;
    const long = `${tag} `.padEnd(80, "n");
    for (const name of [...ODD.slice(0, 5).map((odd) => `${tag} ${odd}`), long]) {
      const { data } = await ask(client, ["create_vm", { name, cpu: 1, memory: 64 }]);
      assert.equal(data.name, name);
      await worksByName(stage, name);
    }
    assert.match(
      await refuse(client, ["create_vm", { name: `${long}n`, cpu: 1, memory: 64 }]),
      /81 characters/,
    );
  },

  async "a name with slash, backslash or percent is known in both spellings"(stage) {
    const { client, farSide, tag } = stage;
    for (const name of ODD.slice(5).map((odd) => `${tag} ${odd}`)) {
      const [moref] = await makeVms(farSide, [{ name }]);
      const escaped = name.replaceAll("%", "%25").replaceAll("/", "%2f").replaceAll("\\", "%5c");
      for (const spelling of [name, escaped, escaped.replace("%2f", "%2F")]) {
        const { data } = await ask(client, ["get_vm", { name: spelling }]);
        assert.deepEqual([data.name, data.moref], [name, moref]);
        assert.partialDeepStrictEqual(await client.read(`vmstats://${encodeURIComponent(spelling)}`), {
          vm: name,
        });
      }
      await worksByName(stage, name);
    }
  },

  async "two machines of one name are refused with both, and found by path and moref"(
    { client, farSide, model, tag },
  ) {
    const name = `twin-${tag}`;
    // ESXi has no folders, so that there a path tells no more than the name.
    const second = model === "esxi" ? { name } : { name, folder: `folder/${tag}` };
    const morefs = [...await makeVms(farSide, [{ name }])];
    try {
      morefs.push(...await makeVms(farSide, [second]));
    } catch (error) {
      // A name is unique in its folder on real servers and on the simulator; vcsim takes it twice.
      assert.ok(model === "esxi" && isFault(error, "DuplicateName"), String(error));
      await ask(client, ["delete_vm", { name }]);
      return;
    }
    for (const tool of ["get_vm", "power_on_vm", "delete_vm", "get_vm_performance"]) {
      const text = await refuse(client, [tool, { name }]);
      for (const moref of morefs) assert.ok(text.includes(`(${moref}, poweredOff)`), text);
    }
    assert.equal(rowsOf((await ask(client, ["list_vms", { name }])).data).length, 2);
    await assert.rejects(client.read(`vmstats://${name}`), /Cannot tell which virtual machine/);
    for (const moref of morefs) {
      const { data } = await ask(client, ["get_vm", { name: moref }]);
      const by = model === "esxi" ? moref : textAt(data, "path");
      const deleted = await ask(client, ["delete_vm", { name: by }]);
      assert.equal(deleted.data.moref, moref);
    }
  },
};

async function worksByName({ client }: Stage, name: string): Promise<void> {
  const [row, ...more] = rowsOf((await ask(client, ["list_vms", { name }])).data);
  assert.deepEqual([row?.name, more.length], [name, 0]);
  const { data, text } = await ask(client, ["get_vm", { name }]);
  assert.deepEqual([data.name, data.moref], [name, row?.moref]);
  assert.ok(text.includes(textAt(data, "path")));
  for (const by of [textAt(data, "path"), textAt(data, "instance_uuid")]) {
    assert.equal((await ask(client, ["get_vm", { name: by }])).data.moref, row?.moref, by);
  }
  assert.partialDeepStrictEqual(await client.read(`vmstats://${encodeURIComponent(name)}`), { vm: name });
  const deleted = await ask(client, ["delete_vm", { name }]);
  assert.deepEqual([deleted.data.name, deleted.data.moref], [name, row?.moref]);
  await refuse(client, ["get_vm", { name }]);
}
