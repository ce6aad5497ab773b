import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import { compileExecutable } from "../forms/executable.ts";
import { prepareDebianBase } from "./debian_base.ts";
import { Images } from "./images.ts";

const ROOT = new URL("../../", import.meta.url);
const BASE = "localhost/base:1";
const TAG = "localhost/esxi-mcp-server:1";

/** The image of the Dockerfile on another base, with what it is made of. */
export interface ReleaseImage extends AsyncDisposable {
  readonly images: Images;
  readonly tag: string;
  readonly settings: z.output<typeof settingsSchema>;
  readonly basePackages: readonly string[];
}

const settingsSchema = z.object({
  User: z.string(),
  Env: z.array(z.string()),
  Entrypoint: z.array(z.string()),
  ExposedPorts: z.record(z.string(), z.unknown()),
  Volumes: z.record(z.string(), z.unknown()),
  Healthcheck: z.object({ Test: z.array(z.string()), Timeout: z.number() }),
});
const inspected = z.object({ Docker: z.object({ config: settingsSchema }) });

/** Builds the image from the Dockerfile as it stands, with an executable of the sources as they stand. */
export async function buildReleaseImage(): Promise<ReleaseImage> {
  const images = await Images.open();
  const context = await Deno.makeTempDir();
  try {
    const base = await prepareDebianBase();
    await Deno.mkdir(`${context}/base`);
    await Deno.copyFile(base.tarball, `${context}/base/base.tar`);
    await Deno.writeTextFile(`${context}/base/Dockerfile`, "FROM scratch\nADD base.tar /\n");
    await images.build(`${context}/base`, { tag: BASE });
    for (const name of ["Dockerfile", ".dockerignore", "LICENSE", "THIRD_PARTY_NOTICES"]) {
      await Deno.copyFile(fileURLToPath(new URL(name, ROOT)), `${context}/${name}`);
    }
    const executable = await compileExecutable(`${context}/dist`);
    // The name that container tools have for the platform.
    await Deno.rename(executable, executable.replace(/x64$/, "amd64"));
    await images.build(context, { tag: TAG, args: [`BASE=${BASE}`] });
    const text = await images.buildah(["inspect", "--type", "image", TAG]);
    return {
      images,
      tag: TAG,
      settings: inspected.parse(JSON.parse(text)).Docker.config,
      basePackages: base.packages,
      [Symbol.asyncDispose]: () => images[Symbol.asyncDispose](),
    };
  } catch (error) {
    await images[Symbol.asyncDispose]();
    throw error;
  } finally {
    await Deno.remove(context, { recursive: true });
  }
}
