/** The product's HTTP service with one tool that answers what stands in a file: the cost of all but the tool. */
import * as z from "../src/deps/zod.ts";
import listVms from "../src/tools/vm/list_vms.ts";
import { serveHttp } from "../src/transports/http.ts";
import { serviceOf } from "../tests/support/service_of.ts";
import { nowhere } from "../tests/support/nowhere.ts";

const [file = ""] = Deno.args;
const answer = z.object({ structured: z.record(z.string(), z.unknown()), text: z.string() })
  .parse(JSON.parse(Deno.readTextFileSync(file)));
const constant = { ...listVms, call: () => Promise.resolve(answer) };
const server = await serveHttp(serviceOf({ tools: [constant], resources: [], vsphere: nowhere }), {
  host: "127.0.0.1",
  port: 0,
});
Deno.stderr.writeSync(new TextEncoder().encode(`serving MCP url=${server.url}\n`));
// Whoever started it ends it by closing its input.
await Deno.stdin.readable.pipeTo(new WritableStream());
await server.close();
