import assert from "node:assert/strict";
import { Failures, networkOf } from "../../src/transports/failures.ts";

const NEVER = new AbortController().signal;

Deno.test("networkOf() takes the addresses that one holder has for one", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["", ""],
  ] as const;
  for (const [address, network] of cases) assert.equal(networkOf(address), network, address);
});

Deno.test("Failures.count() counts all addresses of one network together", async () => {
  const failures = new Failures({ burst: 2, perMinute: 1 });
  await failures.count("2001:db8::1", NEVER);
  await failures.count("2001:db8::2", NEVER);
  assert.equal(failures.look("2001:db8::3").isAllowed, false);
  assert.equal(failures.look("2001:db8:0:1::1").isAllowed, true);
});

Deno.test("Failures.count() holds back a bounded number of answers", async () => {
  const released = Promise.withResolvers<void>();
  const failures = new Failures({ pause: () => released.promise });
  const held = Array.from({ length: 300 }, async (_, i) => {
    const address = `192.0.${2 + (i >> 8)}.${i & 255}`;
    for (let j = 0; j < 13; j++) await failures.count(address, NEVER);
  });
  while (failures.held < 200) await Promise.resolve();
  // Those above the bound have their answers already.
  await Promise.all(held.slice(-100));
  assert.equal(failures.held, 200);
  released.resolve();
  await Promise.all(held);
  assert.equal(failures.held, 0);
});

Deno.test("Failures.count() holds no answer for a client that is gone", async () => {
  const failures = new Failures({ perMinute: 1, burst: 20 });
  for (let i = 0; i < 12; i++) await failures.count("192.0.2.1", NEVER);
  const gone = new AbortController();
  const counted = failures.count("192.0.2.1", gone.signal);
  gone.abort();
  await counted;
  assert.equal(failures.held, 0);
});

Deno.test("Failures.isTrusted() knows who was let in from where", () => {
  const failures = new Failures();
  failures.trust("192.0.2.1", "mine");
  assert.equal(failures.isTrusted("192.0.2.1", "mine"), true);
  assert.equal(failures.isTrusted("192.0.2.1", "other"), false);
  assert.equal(failures.isTrusted("192.0.2.2", "mine"), false);
});
