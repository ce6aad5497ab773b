import assert from "node:assert/strict";
import { serveHttp } from "../../src/transports/http.ts";
import { oneKey } from "../support/callers.ts";
import { assertNoSecret, run } from "./campaign.ts";
import { KEY, requests } from "./http_requests.ts";
import { RawConnection } from "./raw_http.ts";
import { openThrowAway } from "./throw_away.ts";

Deno.test("serveHttp() answers any request, and never that the server is at fault", async () => {
  await using target = openThrowAway("vcenter");
  const server = await serveHttp(target.service, { host: "127.0.0.1", port: 0, keys: oneKey(KEY) });
  using connection = new RawConnection(server.port);
  const statuses = new Set<number>();
  await run({
    subject: "http",
    share: 1,
    values: requests(),
    async check({ bytes, method, isCut }) {
      const answer = await connection.send(bytes, { isLast: isCut, isHead: method === "HEAD" });
      if (answer !== undefined) {
        statuses.add(answer.status);
        assert.ok(answer.status >= 100 && answer.status < 500, answer.text.slice(0, 1000));
        assertNoSecret(answer.text);
        assert.ok(!answer.text.includes(KEY), "the key came out");
      }
    },
  });
  for (const status of [200, 400, 401, 403, 404, 405, 413, 415]) {
    assert.ok(statuses.has(status), `never ${status}`);
  }
  await server.close();
});
