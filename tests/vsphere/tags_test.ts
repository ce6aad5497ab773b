import assert from "node:assert/strict";
import type { Moref } from "../../src/soap/encode.ts";
import { createFetch, type Fetch } from "../../src/soap/fetch.ts";
import { JsonClient } from "../../src/soap/json_client.ts";
import { isFault } from "../../src/vsphere/faults.ts";
import { type Tag, Tags } from "../../src/vsphere/tags.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import type { FarSide } from "../support/far_side.ts";
import { farSideTest, type Inventory, VCENTERS } from "../support/far_sides.ts";
import { simulatorTest } from "../support/simulator.ts";
import { TagAdmin } from "../support/tag_admin.ts";
import { connectTo } from "../support/vsphere.ts";

const SESSION = "/rest/com/vmware/cis/session";
const LOGIN = `POST ${SESSION}`;
const LOGOUT = `DELETE ${SESSION}`;
const ATTACHED = "POST /rest/com/vmware/cis/tagging/tag-association";
const TAG = "GET /rest/com/vmware/cis/tagging/tag";
const CATEGORY = "GET /rest/com/vmware/cis/tagging/category";

/** The REST requests so far, without the ids of tags and categories; the log is empty afterwards. */
async function restRequests(farSide: FarSide): Promise<readonly string[]> {
  const log = await farSide.log();
  await farSide.clearLog();
  return log.filter(({ path }) => path.startsWith("/rest"))
    .map(({ verb, path }) => `${verb} ${path.replace(/\/id:.*/, "")}`);
}

/** The connected product, the references of three machines, and who makes tags there. */
async function stage(farSide: FarSide, { vm, others }: Inventory) {
  const recorded = recordingFetch();
  const vsphere = connectTo(farSide, { fetch: recorded.fetch });
  const admin = await TagAdmin.logIn(farSide);
  const refs = await refsOf(vsphere, [vm, ...others]);
  await farSide.clearLog();
  return {
    ...recorded,
    vsphere,
    admin,
    refs,
    async [Symbol.asyncDispose]() {
      await vsphere[Symbol.asyncDispose]();
      recorded.close();
    },
  };
}

async function refsOf(
  { inventory }: Vsphere,
  names: readonly string[],
): Promise<readonly [Moref, Moref, Moref]> {
  const mirror = await inventory.current();
  const ref = (at: number) => {
    const found = mirror.vms().find(({ name }) => name === names[at]);
    assert.ok(found !== undefined);
    return found.ref;
  };
  return [ref(0), ref(1), ref(2)];
}

/** The network, and the ids of the REST sessions that requests went out with. */
function recordingFetch() {
  const fetch = createFetch({ tls: { kind: "insecure" } });
  const sessionIds = new Set<string>();
  const recording: Fetch = (request, options) => {
    const id = request.headers.get("vmware-api-session-id");
    if (id !== null) sessionIds.add(id);
    return fetch(request, options);
  };
  return { fetch: recording, sessionIds, close: () => fetch[Symbol.dispose]() };
}

function sorted(tags: readonly Tag[] | undefined): readonly string[] {
  assert.ok(tags !== undefined);
  return tags.map(({ category, name }) => `${category}/${name}`).sort();
}

const on = VCENTERS;

farSideTest(
  "Tags.read() gives category and name of all that is attached",
  { on },
  async (farSide, inventory) => {
    await using scene = await stage(farSide, inventory);
    const { admin, vsphere, refs: [vm, other, third] } = scene;
    const { rootFolder } = await vsphere.session.content();
    const [level, place] = [await admin.category("Level/1"), await admin.category("Place")];
    const critical = await admin.tag(level, 'critical "&<é🚀');
    const east = await admin.tag(place, "critical");
    for (const ref of [vm, rootFolder]) await admin.attach(critical, ref);
    await admin.attach(east, vm);
    await farSide.clearLog();
    const tags = await vsphere.tags.read([vm, other, third, rootFolder]);
    assert.deepEqual([...tags.keys()], [vm, other, third, rootFolder].map(({ value }) => value));
    const added = sorted(tags.get(vm.value)).filter((tag) =>
      tag.startsWith("Level") || tag.startsWith("Place")
    );
    assert.deepEqual(added, ['Level/1/critical "&<é🚀', "Place/critical"]);
    assert.deepEqual(sorted(tags.get(rootFolder.value)), ['Level/1/critical "&<é🚀']);
  },
);

farSideTest(
  "Tags.read() asks for names once and for what is attached each time",
  { on },
  async (farSide, inventory) => {
    await using scene = await stage(farSide, inventory);
    const { admin, vsphere } = scene;
    // The root folder has no tags in any seed.
    const { rootFolder: ref } = await vsphere.session.content();
    const level = await admin.category("Level");
    const [high, low, none] = [
      await admin.tag(level, "high"),
      await admin.tag(level, "low"),
      await admin.tag(level, "none"),
    ];
    for (const tag of [high, low]) await admin.attach(tag, ref);
    await farSide.clearLog();
    const read = async () => sorted((await vsphere.tags.read([ref])).get(ref.value));
    assert.deepEqual(await read(), ["Level/high", "Level/low"]);
    assert.deepEqual(await restRequests(farSide), [LOGIN, ATTACHED, TAG, TAG, CATEGORY]);
    await admin.detach(high, ref);
    await farSide.clearLog();
    assert.deepEqual(await read(), ["Level/low"]);
    assert.deepEqual(await restRequests(farSide), [ATTACHED]);
    await admin.attach(none, ref);
    await farSide.clearLog();
    assert.deepEqual(await read(), ["Level/low", "Level/none"]);
    assert.deepEqual(await restRequests(farSide), [ATTACHED, TAG]);
  },
);

farSideTest("Tags.read() believes names for a while only", { on }, async (farSide, inventory) => {
  await using scene = await stage(farSide, inventory);
  const { admin, fetch, refs: [ref], vsphere: { session } } = scene;
  const tag = await admin.tag(await admin.category("Level"), "low");
  await admin.attach(tag, ref);
  const { user, password } = farSide;
  const url = new URL(farSide.url);
  const client = new JsonClient({ url, fetch, timeoutMs: 30_000, userAgent: "test/1" });
  const tags = new Tags({ session, client, user, password, namesMaxAgeMs: 0 });
  try {
    const read = async () => sorted((await tags.read([ref])).get(ref.value));
    assert.ok((await read()).includes("Level/low"));
    await admin.rename(tag, "critical");
    assert.ok((await read()).includes("Level/critical"));
  } finally {
    await tags.close();
  }
});

farSideTest(
  "Tags sends nothing before the first read, and nothing for no objects",
  { on },
  async (farSide) => {
    {
      await using vsphere = connectTo(farSide);
      await vsphere.session.content();
      assert.deepEqual(await vsphere.tags.read([]), new Map());
    }
    assert.deepEqual(await restRequests(farSide), []);
  },
);

farSideTest("Tags makes one login for 20 parallel reads and ends it", { on }, async (farSide, inventory) => {
  await using scene = await stage(farSide, inventory);
  const { admin, sessionIds, vsphere, refs } = scene;
  await Promise.all(Array.from({ length: 20 }, () => vsphere.tags.read(refs)));
  const requests = await restRequests(farSide);
  assert.equal(requests.filter((request) => request === LOGIN).length, 1);
  const [id = "", ...more] = sessionIds;
  assert.deepEqual(more, []);
  assert.equal(await admin.status(id), 200);
  await farSide.clearLog();
  await vsphere[Symbol.asyncDispose]();
  assert.deepEqual(await restRequests(farSide), [LOGOUT]);
  assert.equal(await admin.status(id), 401);
  await assert.rejects(vsphere.tags.read(refs), { kind: "cancelled" });
});

farSideTest("Tags logs in once more when its session is lost", { on }, async (farSide, inventory) => {
  await using scene = await stage(farSide, inventory);
  const { admin, sessionIds, vsphere, refs } = scene;
  const tag = await admin.tag(await admin.category("Level"), "high");
  await admin.attach(tag, refs[0]);
  await vsphere.tags.read(refs);
  for (const id of sessionIds) await admin.end(id);
  await farSide.clearLog();
  const all = await Promise.all(Array.from({ length: 5 }, () => vsphere.tags.read(refs)));
  for (const tags of all) assert.ok(sorted(tags.get(refs[0].value)).includes("Level/high"));
  const requests = await restRequests(farSide);
  assert.equal(requests.filter((request) => request === LOGIN).length, 1);
  assert.equal(sessionIds.size, 2);
});

farSideTest("Tags.read() tries a wrong password once", { on }, async (farSide) => {
  await using vsphere = connectTo(farSide, { password: "wrong-password" });
  const ref = { type: "VirtualMachine", value: "vm-1" };
  for (const _ of [1, 2, 3]) {
    await assert.rejects(vsphere.tags.read([ref]), (error) => isFault(error, "InvalidLogin"));
  }
  const log = await farSide.log();
  assert.equal(log.filter(({ method }) => method === "Login").length, 1);
  assert.deepEqual(await restRequests(farSide), []);
});

farSideTest(
  "Tags.read() says that a standalone host has no tags, without asking its REST services",
  { on: ["vcsim ESXi", "simulator ESXi"] },
  async (farSide) => {
    await using vsphere = connectTo(farSide);
    await assert.rejects(vsphere.tags.read([{ type: "VirtualMachine", value: "1" }]), {
      kind: "unsupported",
      message: /^Cannot read tags of "127\.0\.0\.1:\d+": it is a standalone ESXi host, /,
    });
    assert.deepEqual(await restRequests(farSide), []);
  },
);

simulatorTest(
  "Tags.read() asks for 500 objects at a time, for each once",
  { vms: 1001 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const vms = (await vsphere.inventory.current()).vms();
    const refs = vms.map(({ ref }) => ref);
    const tags = await vsphere.tags.read([...refs, ...refs]);
    assert.equal(tags.size, 1001);
    const requests = await restRequests(simulator);
    assert.equal(requests.filter((request) => request === ATTACHED).length, 3);
  },
);

simulatorTest("Tags.read() says so when an object was removed meanwhile", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await assert.rejects(vsphere.tags.read([{ type: "VirtualMachine", value: "vm-0" }]), {
    kind: "conflict",
    message:
      /^Cannot read tags of ".*": its REST services answer status 404 \(not_found\): something was removed/,
  });
});
