import assert from "node:assert/strict";
import { connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { farSideTest } from "../support/far_sides.ts";
import { proxyWire } from "../support/wire_proxy.ts";
import { ask, refuse, rowsOf } from "./answers.ts";
import { makeVms } from "./far_side.ts";

const KIND = "v2 2026-07-28";

farSideTest("create_vm sends names escaped once, as real servers store them", {}, async (farSide) => {
  await using wire = proxyWire(farSide);
  await using server = await startHttp({ farSide, host: wire.url });
  await using client = await connectClient(KIND, server);
  const cases = [["sl/ash", "sl%2fash"], ["back\\slash", "back%5cslash"], ["100%", "100%25"], [
    "an%2fother",
    "an%2fother",
  ], [`a & "b" <c>`, null]] as const;
  for (const [name, sent] of cases) {
    // vcsim takes no devices with a name that it would escape itself, which is any with one of these.
    await client.call("create_vm", { name, cpu: 1, memory: 64 });
    const request = wire.of("CreateVM_Task").at(-1)?.request ?? "";
    assert.ok(request.includes(`<name>${sent ?? 'a &amp; "b" &lt;c&gt;'}</name>`), request);
  }
});

farSideTest(
  "a machine without configuration is listed, shown and named like any other",
  {},
  async (farSide) => {
    const [, moref = ""] = await makeVms(farSide, [{ name: "sibling" }, { name: "orphan" }]);
    await using wire = proxyWire(farSide, { rewrite: (answer) => withoutConfig(answer, moref) });
    await using server = await startHttp({ farSide, host: wire.url });
    await using client = await connectClient(KIND, server);
    const [row] = rowsOf((await ask(client, ["list_vms", { name: "orph*" }])).data);
    assert.partialDeepStrictEqual(row, { name: "orphan", moref });
    assert.equal(row?.cpu_count, undefined);
    const { data, text } = await ask(client, ["get_vm", { name: "orphan" }]);
    assert.partialDeepStrictEqual(data, { name: "orphan", moref, disks: [], nics: [] });
    assert.match(text, /The configuration cannot be read/);
    await ask(client, ["get_vm_performance", { name: "orphan" }]);
    assert.partialDeepStrictEqual(await client.read("vmstats://orphan"), { vm: "orphan" });
    assert.deepEqual(
      rowsOf((await ask(client, ["list_vms", { power_state: "poweredOff", limit: 200 }])).data)
        .map((vm) => vm.name).filter((name) => ["orphan", "sibling"].includes(name)),
      ["orphan", "sibling"],
    );
    assert.match(await refuse(client, ["get_vm", { name: "orphans" }]), /closest: "orphan"/);
    await ask(client, ["delete_vm", { name: "orphan" }]);
  },
);

/** What a server tells of a machine whose files it cannot read. */
function withoutConfig(answer: string, moref: string): string {
  return answer.split(/(?=<objects>|<objectSet>|<returnval>)/).map((object) =>
    object.includes(`>${moref}</obj>`)
      ? object.replace(
        /<(propSet|changeSet)><name>(config|summary\.config|guest|layoutEx)\b(?:(?!<\/\1>).)*<\/\1>/gs,
        "",
      )
      : object
  ).join("");
}
