import assert from "node:assert/strict";
import fc from "fast-check";
import { type Product, startProduct } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";
import { assertNoSecret, run, SECRET } from "./campaign.ts";
import { envelopes, MODERN, withoutSecret } from "./envelopes.ts";
import { hostileText } from "./hostile.ts";

/** After so many lines the process has to answer what is right. */
const BETWEEN_CHECKS = 40;

/** What a client writes on one line, or what breaks it into several. */
const lines = fc.oneof(
  { weight: 6, arbitrary: envelopes().map((envelope) => JSON.stringify(envelope)) },
  { weight: 1, arbitrary: hostileText() },
  {
    weight: 1,
    arbitrary: fc.tuple(envelopes(), fc.nat()).map(([envelope, at]) => cut(JSON.stringify(envelope), at)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("[".repeat(20_000), '{"a":'.repeat(20_000), `"${"x".repeat(500_000)}"`),
  },
);

simulatorTest(
  "the product over stdio outlives any line, and answers those that are right",
  { password: SECRET },
  async (farSide) => {
    await using product = startProduct(["-t", "stdio"], { farSide });
    const input = product.stdin.getWriter();
    const write = (line: string) => input.write(new TextEncoder().encode(`${line}\n`));
    let count = 0;
    await run({
      subject: "envelopes",
      share: 0.3,
      values: lines,
      async check(line) {
        await write(withoutSecret(line));
        if (++count % BETWEEN_CHECKS !== 0) return;
        const id = `check-${count}`;
        await write(discover(id));
        await product.says(new RegExp(`"id":"${id}"`));
        checkOutput(product);
      },
    });
    await input.close();
    const { code, stderr } = await product.ended;
    assert.equal(code, 0);
    assertNoSecret(stderr);
    assert.doesNotMatch(stderr, /internal error|uncaught|unhandled/i);
    assert.equal(farSide.simulator.log.count("Login"), 1, "no line has led to a call");
  },
);

function cut(text: string, at: number): string {
  return text.slice(0, at % (text.length + 1));
}

function discover(id: string): string {
  const meta = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return JSON.stringify({ jsonrpc: "2.0", id, method: "server/discover", params: { _meta: meta } });
}

function checkOutput({ stdout }: Product): void {
  const text = stdout();
  assertNoSecret(text);
  assert.doesNotMatch(text, /internal error|"code":-32603/i);
  const whole = text.slice(0, text.lastIndexOf("\n"));
  for (const line of whole.split("\n")) assert.equal(JSON.parse(line).jsonrpc, "2.0");
}
