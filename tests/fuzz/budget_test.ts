import assert from "node:assert/strict";
import { BUDGET } from "./budget.ts";

Deno.test("the fuzz tests try at least twenty thousand cases together", () => {
  const sum = Object.values(BUDGET).reduce((total, cases) => total + cases, 0);
  assert.ok(sum >= 20_000, String(sum));
});
