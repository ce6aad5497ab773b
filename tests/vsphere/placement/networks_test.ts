import assert from "node:assert/strict";
import { decide, hostRow, networkRow, refusal, withNic } from "./fixture.ts";

Deno.test("decidePlacement() tells two networks of one name apart by what the host has", () => {
  const twins = [networkRow("net-1", { name: "Prod" }), networkRow("net-2", { name: "Prod" })];
  const apart = {
    Network: twins,
    HostSystem: [hostRow("h1", { networks: ["net-1"] }), hostRow("h2", { networks: ["net-2"] })],
  };
  const together = {
    Network: twins,
    HostSystem: [
      hostRow("h1", { networks: ["net-1", "net-2"] }),
      hostRow("h2", { networks: ["net-1", "net-2"] }),
    ],
  };
  const request = { network: { name: "Prod" } };

  assert.equal(decide(apart, { ...request, host: "h2" }).network?.ref.value, "net-2");
  assert.equal(decide(together, { network: { name: "net-2" } }).network?.ref.value, "net-2");
  assert.throws(
    () => decide(together, request),
    refusal("ambiguous", /network "Prod" is: 2 have this name; .*\(Network net-1\).*\(Network net-2\)/),
  );
});

Deno.test("decidePlacement() does not leave the host to DRS when only one host has the network", () => {
  const placement = decide({
    Network: [networkRow("VM Network"), networkRow("Prod")],
    HostSystem: [hostRow("h1", { freeGib: 64 }), hostRow("h2", { networks: ["VM Network", "Prod"] })],
  }, { network: { name: "Prod" } });

  assert.equal(placement.host?.name, "h2");
});

Deno.test("decidePlacement() never takes an uplink for a network", () => {
  const uplink = networkRow("Uplinks", { tag: [{ key: "SYSTEM/DVS.UPLINKPG" }] });
  const rows = { Network: [uplink], HostSystem: [hostRow("h1", { networks: ["Uplinks"] })] };

  assert.equal(decide(rows, withNic).network, undefined);
  assert.throws(
    () => decide(rows, { network: { name: "Uplinks" } }),
    refusal("not_found", /Cannot find network "Uplinks"/),
  );
});

Deno.test("decidePlacement() says what it did where the default network does not exist", () => {
  const hosts = (networks: string[]) => [hostRow("h1", { networks }), hostRow("h2", { networks })];
  const Network = [networkRow("Lab"), networkRow("Prod")];

  const alone = decide({ Network, HostSystem: hosts(["Lab"]) }, withNic);
  const bare = decide({ Network, HostSystem: hosts([]) }, withNic);

  assert.equal(alone.network?.name, "Lab");
  assert.match(
    alone.reasons.join(),
    /"Lab": the only one there; the default network "VM Network" does not exist/,
  );
  assert.equal(bare.network, undefined);
  assert.match(bare.reasons.join(), /No network card: host "h1" has no network/);
  assert.throws(
    () => decide({ Network, HostSystem: hosts(["Lab", "Prod"]) }, withNic),
    refusal("invalid", /default network "VM Network" does not exist on host "h1"; name one of "Lab", "Prod"/),
  );
});

Deno.test("decidePlacement() prefers the host that has the default network", () => {
  const placement = decide({
    Network: [networkRow("VM Network"), networkRow("Lab")],
    HostSystem: [hostRow("h1", { freeGib: 64, networks: ["Lab"] }), hostRow("h2")],
  }, withNic);

  assert.deepEqual([placement.host?.name, placement.network?.name], ["h2", "VM Network"]);
});
