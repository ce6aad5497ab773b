import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import { noise } from "./core/random.ts";
import { Vm } from "./world/vm.ts";
import type { World } from "./world/world.ts";

const WIDTH = 640;
const HEIGHT = 400;

/** The console of a running machine as a PNG: `/screen?id=vm-42`. */
export function answerScreen(world: World, request: Request): Response {
  const id = new URL(request.url).searchParams.get("id");
  const vm = world.all(Vm).find(({ ref }) => ref.value === id);
  if (vm === undefined) return new Response("Not found", { status: 404 });
  if (vm.powerState !== "poweredOn") {
    return new Response("The virtual machine is not powered on", { status: 500 });
  }
  return new Response(new Uint8Array(png(vm.load.seed)), { headers: { "content-type": "image/png" } });
}

/** A dark screen with a few lines of what looks like text. */
function png(seed: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    const row = Buffer.alloc(WIDTH + 1, 16);
    row[0] = 0; // no filter
    const line = Math.floor(y / 16);
    const isText = y % 16 > 3 && y % 16 < 13 && line < 20;
    const length = isText ? 40 + noise(seed, line) * 400 : 0;
    for (let x = 8; x < length; x++) {
      const isInk = x % 8 !== 0 && noise(seed + line, Math.floor(x / 8)) > 0.15 && noise(seed ^ y, x) > 0.4;
      if (isInk) row[x] = 200;
    }
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 0, 0, 0, 0], 8); // eight bits of grey
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
