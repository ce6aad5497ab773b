import assert from "node:assert/strict";
import { ask, refuse, rowsOf } from "./answers.ts";
import { makeVms } from "./far_side.ts";
import type { Part, Stage } from "./stage.ts";

/** Lists of any length, by any filter. */
export const LISTING: Part = {
  async "list_vms gives every machine once over pages, and the total with each"(stage) {
    const { client } = stage;
    const { names, glob } = await make(stage, 7);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const args = { name: glob, limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const { data, text } = await ask(client, ["list_vms", args]);
      const rows = rowsOf(data);
      assert.equal(data.total, 7);
      assert.match(text, new RegExp(`^${rows.length} of 7 virtual machine`));
      seen.push(...rows.map(({ name }) => name));
      cursor = typeof data.next_cursor === "string" ? data.next_cursor : undefined;
      assert.equal(text.includes(String(cursor)), cursor !== undefined);
    } while (cursor !== undefined);
    assert.deepEqual(seen, names);
    await unmake(stage, names);
  },

  async "list_vms answers with the fields that are asked for"(stage) {
    const { names, glob } = await make(stage, 1);
    const fields = ["power_state", "folder", "networks"];
    const [row] = rowsOf((await ask(stage.client, ["list_vms", { name: glob, fields }])).data);
    assert.ok(row !== undefined);
    assert.partialDeepStrictEqual(row, { name: names[0], power_state: "poweredOff" });
    assert.deepEqual(
      (await ask(stage.client, ["get_vm", { name: row.moref }])).data.notes,
      "of another & <b>",
    );
    const known = new Set(["name", "moref", ...fields]);
    assert.deepEqual(Object.keys(row).filter((field) => !known.has(field)), []);
    await unmake(stage, names);
  },

  async "list_vms filters by power, host, datastore, network, folder and template"(stage) {
    const { client } = stage;
    const { names: [name = ""], glob } = await make(stage, 2);
    await ask(client, ["power_on_vm", { name }]);
    const fields = ["host", "datastores", "folder"];
    const [row] = rowsOf(
      (await ask(client, ["list_vms", { name: glob, power_state: "poweredOn", fields }])).data,
    );
    assert.equal(row?.name, name);
    const { host, datastores, folder } = row;
    assert.ok(Array.isArray(datastores));
    for (const filter of [{ host }, { datastore: datastores[0] }, { folder }, { template: false }]) {
      const found = rowsOf(
        (await ask(client, ["list_vms", { name: glob, power_state: "poweredOn", ...filter }])).data,
      );
      assert.deepEqual(found.map((vm) => vm.name), [name], JSON.stringify(filter));
    }
    assert.match(
      (await ask(client, ["list_vms", { name: glob, template: true }])).text,
      /No virtual machine matches/,
    );
    assert.match(await refuse(client, ["list_vms", { host: `${host}x` }]), new RegExp(`closest: "${host}"`));
    assert.match(await refuse(client, ["list_vms", { cursor: "nonsense" }]), /use next_cursor as it came/);
    await ask(client, ["power_off_vm", { name }]);
    await unmake(stage, [name, `${name.slice(0, -1)}1`]);
  },
};

async function make(
  { farSide, tag }: Stage,
  count: number,
): Promise<{ names: readonly string[]; glob: string }> {
  const names = Array.from({ length: count }, (_, i) => `list-${tag}-${i}`);
  await makeVms(farSide, names.map((name) => ({ name, notes: "of another & <b>" })));
  return { names, glob: `LIST-${tag}-?` };
}

async function unmake({ client }: Stage, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => ask(client, ["delete_vm", { name }])));
}
