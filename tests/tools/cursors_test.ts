import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import listHosts from "../../src/tools/host/list_hosts.ts";
import listVms from "../../src/tools/vm/list_vms.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";
import { contextOf } from "../support/context.ts";

const page = z.looseObject({
  next_cursor: z.string().optional(),
  vms: z.array(z.looseObject({ ip_address: z.string().optional() })),
});

simulatorTest("a cursor is good for its own list only", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  const { next_cursor: cursor } = page.parse((await listVms.call({ limit: 1 }, context)).structured);
  assert.ok(cursor !== undefined);
  await assert.rejects(listHosts.call({ cursor }, context), {
    kind: "invalid",
    message: /it belongs to another list or order; repeat sort_by and descending with it$/,
  });
  await listVms.call({ limit: 1, cursor }, context);
});

simulatorTest("list_vms sorts addresses by their numbers, over pages too", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const addresses: string[] = [];
  for (let cursor: string | undefined, pages = 0; pages === 0 || cursor !== undefined; pages++) {
    const args = { sort_by: "ip_address", limit: 5, ...(cursor === undefined ? {} : { cursor }) };
    const { vms, next_cursor } = page.parse((await listVms.call(args, contextOf(vsphere))).structured);
    addresses.push(...vms.flatMap(({ ip_address }) => ip_address ?? []));
    cursor = next_cursor;
  }
  const numbers = addresses.map((address) =>
    address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0)
  );
  assert.ok(numbers.length > 10);
  assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
});
