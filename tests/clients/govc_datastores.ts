import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { fieldsOf, nameOf, type Part, type Stage } from "./govc_stage.ts";

/** Every byte there is, in a size that no buffer's is a multiple of. */
const CONTENT = Uint8Array.from({ length: 300_001 }, (_, index) => index * index + (index >> 8));

/** datastore.*: what is on a datastore, and what goes there and back. */
export const DATASTORES: Part = {
  async "datastore.info tells people and programs the same"({ govc, datastore }) {
    const fields = fieldsOf(await govc.text("datastore.info", datastore));
    const { datastores: [found] } = await govc.json(infos, ["datastore.info", datastore]);
    assert.ok(found !== undefined);
    const { name, type, url, capacity, freeSpace } = found.summary;
    assert.equal(name, nameOf(datastore));
    assert.equal(found.info.name, name);
    assert.equal(fields.get("Name"), name);
    assert.equal(fields.get("Path"), datastore);
    assert.equal(fields.get("Type"), type);
    assert.equal(fields.get("URL"), url);
    assert.equal(fields.get("Capacity"), `${(capacity / 2 ** 30).toFixed(1)} GB`);
    assert.equal(fields.get("Free"), `${(freeSpace / 2 ** 30).toFixed(1)} GB`);
    assert.ok(freeSpace < capacity);
  },

  async "datastore.mkdir makes folders, and parents when asked to"(stage) {
    await command(stage, "mkdir", "govc folder");
    await stage.govc.refusal("datastore.mkdir", `-ds=${stage.datastore}`, "govc none/below");
    await command(stage, "mkdir", "-p", "govc folder/a/b");
    await command(stage, "mkdir", "-p", "govc folder/a/b");
    assert.deepEqual(await list(stage, "govc folder"), ["a/"]);
    assert.deepEqual(await list(stage, "govc folder/a"), ["b/"]);
    const again = await stage.govc.fault("datastore.mkdir", `-ds=${stage.datastore}`, "govc folder");
    assert.equal(again.type, "FileAlreadyExists");
  },

  async "datastore.upload and datastore.download carry every byte"(stage) {
    const { govc } = stage;
    await command(stage, "mkdir", "govc bytes");
    await Deno.writeFile(govc.localFile("sent"), CONTENT);
    await command(stage, "upload", govc.localFile("sent"), "govc bytes/file.iso");
    await command(stage, "download", "govc bytes/file.iso", govc.localFile("received"));
    assert.ok(same(await Deno.readFile(govc.localFile("received")), CONTENT));
    const [folder] = await govc.json(listing, ["datastore.ls", `-ds=${stage.datastore}`, "-l", "govc bytes"]);
    assert.deepEqual(folder?.file.map(({ path, fileSize }) => [path, fileSize]), [[
      "file.iso",
      CONTENT.length,
    ]]);
    assert.match(await command(stage, "ls", "-l", "govc bytes"), /^293\.0KB\s.*\sfile\.iso$/m);
  },

  async "datastore.upload reads a pipe and writes over what was there"(stage) {
    const { govc, datastore } = stage;
    await command(stage, "mkdir", "govc pipe");
    for (const stdin of [CONTENT, new TextEncoder().encode("later\n"), new Uint8Array()]) {
      const upload = ["datastore.upload", `-ds=${datastore}`, "-", "govc pipe/it"];
      const { code, stderr } = await govc.run(upload, { stdin });
      assert.equal(code, 0, stderr);
      const { stdout } = await govc.run(["datastore.download", `-ds=${datastore}`, "govc pipe/it", "-"]);
      assert.ok(same(stdout, stdin), `${stdout.length} of ${stdin.length} bytes`);
    }
  },

  async "datastore.upload keeps names with spaces, signs and letters of others"(stage) {
    const { govc } = stage;
    await command(stage, "mkdir", "govc names");
    const names = ["100% & more.txt", "a+b=c #1?.txt", "it's <é> 🚀.txt", "50%2f.txt"].sort();
    for (const name of names) {
      await Deno.writeTextFile(govc.localFile("sent"), name);
      await command(stage, "upload", govc.localFile("sent"), `govc names/${name}`);
    }
    assert.deepEqual([...await list(stage, "govc names")].sort(), names);
    for (const name of names) assert.equal(await command(stage, "download", `govc names/${name}`, "-"), name);
  },

  async "datastore.ls takes patterns and goes down when asked to"(stage) {
    const { govc, datastore } = stage;
    await command(stage, "mkdir", "-p", "govc tree/a/b");
    await Deno.writeTextFile(govc.localFile("sent"), "x");
    for (const path of ["one.txt", "two.iso", "a/three.txt", "a/b/four.txt"]) {
      await command(stage, "upload", govc.localFile("sent"), `govc tree/${path}`);
    }
    assert.deepEqual(await govc.lines("datastore.ls", `-ds=${datastore}`, "govc tree/*.txt"), ["one.txt"]);
    const folders = await govc.json(listing, ["datastore.ls", `-ds=${datastore}`, "-R", "govc tree"]);
    const paths = folders.flatMap(({ folderPath, file }) =>
      // Some servers end the path of a folder with a slash.
      file.map(({ path }) => `${folderPath.replace(/\/$/, "")}/${path}`)
    );
    const expected = ["a", "a/b", "a/b/four.txt", "a/three.txt", "one.txt", "two.iso"];
    assert.deepEqual(paths.sort(), expected.map((path) => `[${nameOf(datastore)}] govc tree/${path}`));
    assert.match(await govc.refusal("datastore.ls", `-ds=${datastore}`, "govc tree/none"), /not found/);
  },

  async "datastore.rm removes a file, a folder and nothing that is not there"(stage) {
    const { govc, datastore } = stage;
    await command(stage, "mkdir", "-p", "govc away/a");
    await Deno.writeTextFile(govc.localFile("sent"), "x");
    for (const path of ["file", "a/file"]) {
      await command(stage, "upload", govc.localFile("sent"), `govc away/${path}`);
    }
    await command(stage, "rm", "govc away/file");
    assert.deepEqual(await list(stage, "govc away"), ["a/"]);
    assert.match(
      await govc.refusal("datastore.download", `-ds=${datastore}`, "govc away/file", "-"),
      /404 Not Found/,
    );
    const { type, xml } = await govc.fault("datastore.rm", `-ds=${datastore}`, "govc away/file");
    assert.equal(type, "FileNotFound");
    // vcsim names a file of the machine that it runs on.
    assert.match(xml, /<file>\[[^\]]+\] govc away\/file</);
    await command(stage, "rm", "-f", "govc away/file");
    await command(stage, "rm", "govc away");
    assert.ok(!(await govc.lines("datastore.ls", `-ds=${datastore}`)).includes("govc away"));
  },
};

function command({ govc, datastore }: Stage, name: string, ...args: readonly string[]): Promise<string> {
  return govc.text(`datastore.${name}`, `-ds=${datastore}`, ...args);
}

/** What is in a folder; folders end with a slash. */
async function list({ govc, datastore }: Stage, path: string): Promise<readonly string[]> {
  // Without -l nobody asks for the types, and then servers do not say what is a folder.
  const [folder] = await govc.json(listing, ["datastore.ls", `-ds=${datastore}`, "-l", "-p", path]);
  return folder?.file.map((file) => file.path) ?? [];
}

/** Not deepEqual, which would print all of both. */
function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

const text = z.string().min(1);
const infos = z.object({
  datastores: z.array(z.object({
    info: z.object({ name: text }),
    summary: z.object({
      name: text,
      type: text,
      url: text,
      capacity: z.int().positive(),
      freeSpace: z.int().nonnegative(),
    }),
  })),
});
const listing = z.array(z.object({
  folderPath: z.string(),
  file: z.array(z.object({ path: z.string(), fileSize: z.int().optional() })).nullish().transform((files) =>
    files ?? []
  ),
}));
