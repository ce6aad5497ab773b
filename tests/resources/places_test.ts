import assert from "node:assert/strict";
import { datastore as datastores } from "../../src/resources/datastore.ts";
import { host as hosts } from "../../src/resources/host.ts";
import { vm as machines } from "../../src/resources/vm.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { contextOf } from "../support/context.ts";
import { farSideTest } from "../support/far_sides.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

farSideTest("vm, host and datastore list, complete and read what there is", {}, async (farSide, names) => {
  await using vsphere = connectTo(farSide);
  const context = contextOf(vsphere);
  for (const [template, name] of [[machines, names.vm], [datastores, names.datastore]] as const) {
    const uris = (await template.list(context)).map(({ uri }) => uri);
    assert.ok(uris.includes(`${template.name}://${encodeURIComponent(name)}`), String(uris));
    assert.ok((await template.complete(name.toUpperCase(), context)).includes(name));
    assert.deepEqual(await template.complete("nothing begins so", context), []);
    assert.equal((await template.read(name, context)).name, name);
    await assert.rejects(template.read(`${name}-not`, context), { kind: "not_found" });
  }
  const [first] = await hosts.list(context);
  assert.ok(first !== undefined);
  const read = await hosts.read(decodeURIComponent(first.uri.slice("host://".length)), context);
  assert.equal(read.name, first.name);
  assert.deepEqual(await hosts.complete(first.name, context), [first.name]);
});

simulatorTest("datastore entries of one name are told apart by moref", {}, async (simulator) => {
  const { world } = simulator.simulator;
  const [one, other] = world.all(Datastore);
  assert.ok(one !== undefined && other !== undefined);
  other.name = one.name;
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  const twins = (await datastores.list(context)).filter(({ name }) => name === one.name);
  assert.deepEqual(
    twins.map(({ uri }) => uri).sort(),
    [
      `datastore://${one.ref.value}`,
      `datastore://${other.ref.value}`,
    ].sort(),
  );
  await assert.rejects(datastores.read(one.name, context), { kind: "ambiguous" });
  assert.deepEqual(await datastores.complete(one.name, context), [one.name]);
});
