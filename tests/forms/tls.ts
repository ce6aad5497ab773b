import assert from "node:assert/strict";
import { makeCertificate } from "../support/certificates.ts";
import { productEnv } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { serveTls } from "../support/tls_server.ts";
import { type Form, run } from "./form.ts";
import { askClients } from "./smoke.ts";

type Env = Readonly<Record<string, string>>;

/** A vSphere behind TLS, in front of a folder with its certificate and that of somebody else. */
class Reach implements AsyncDisposable {
  readonly #form: Form;
  readonly #target: Env;
  readonly #simulator: RunningSimulator;
  readonly cwd: string;
  readonly thumbprint: string;

  private constructor(
    form: Form,
    { simulator, cwd }: { readonly simulator: RunningSimulator; readonly cwd: string },
  ) {
    // Without what the test's own environment has to say about certificates.
    const { VCENTER_HOST = "", VCENTER_USER = "", VCENTER_PASSWORD = "" } = productEnv({
      farSide: simulator,
    });
    this.#form = form;
    this.#target = { VCENTER_HOST, VCENTER_USER, VCENTER_PASSWORD };
    this.#simulator = simulator;
    this.cwd = cwd;
    this.thumbprint = simulator.thumbprint;
  }

  static async start(form: Form): Promise<Reach> {
    const simulator = await RunningSimulator.start({ tls: true, vms: 4 });
    const cwd = await Deno.makeTempDir();
    await Deno.writeTextFile(`${cwd}/its.pem`, simulator.certificatePem);
    await Deno.writeTextFile(`${cwd}/other.pem`, (await makeCertificate({ commonName: "other" })).certPem);
    return new Reach(form, { simulator, cwd });
  }

  /** What becomes of a call with these variables: "answered", or the error. */
  async call(env: Env): Promise<string> {
    const options = { cwd: this.cwd, env: { ...this.#target, ...env } };
    const { code, stderr } = await run(this.#form, ["call", "list_vms"], options);
    return code === 0 ? "answered" : stderr;
  }

  /** It answers with these variables, whatever NODE_EXTRA_CA_CERTS says beside. */
  async answers(env: Env): Promise<void> {
    assert.equal(await this.call(env), "answered");
    for (const file of ["other.pem", "missing.pem"]) {
      assert.equal(await this.call({ ...env, NODE_EXTRA_CA_CERTS: file }), "answered", file);
    }
  }

  async askClients(t: Deno.TestContext, env: Env): Promise<void> {
    const options = { args: [], env: { ...this.#target, ...env }, cwd: this.cwd, expected: /^1 of 4 / };
    await askClients(this.#form, options, t);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#simulator[Symbol.asyncDispose]();
    await Deno.remove(this.cwd, { recursive: true });
  }
}

/** All three policies, with more authorities in the environment and without. */
export async function reachOverTls(form: Form, t: Deno.TestContext): Promise<void> {
  await using reach = await Reach.start(form);
  await verify(reach, t);
  await t.step("insecure", () => reach.answers({ VCENTER_INSECURE: "true" }));
  await t.step("thumbprint", async () => {
    await reach.answers({ VCENTER_THUMBPRINT: reach.thumbprint });
    assert.match(await reach.call({ VCENTER_THUMBPRINT: "ab".repeat(32) }), /Cannot trust/);
  });
  await t.step("an unknown issuer is named", async () => {
    for (const env of [{}, { NODE_EXTRA_CA_CERTS: "other.pem" }]) {
      assert.match(await reach.call(env), /Cannot trust/);
    }
  });
}

/** On a runtime that shows no certificates: verified or not at all. */
export async function reachVerifiedOnly(form: Form, t: Deno.TestContext): Promise<void> {
  await using reach = await Reach.start(form);
  await verify(reach, t);
  await t.step("thumbprint and insecure are refused, and why", async () => {
    assert.match(
      await reach.call({ VCENTER_THUMBPRINT: reach.thumbprint }),
      /this runtime shows no certificates/,
    );
    assert.match(
      await reach.call({ VCENTER_INSECURE: "true" }),
      /this runtime cannot leave a certificate unverified/,
    );
  });
  await t.step("no request goes to whom nobody vouches for", async () => {
    await using server = await serveTls(
      await makeCertificate({ commonName: "127.0.0.1", names: ["127.0.0.1"] }),
    );
    const elsewhere = { VCENTER_HOST: `127.0.0.1:${server.port}` };
    for (const env of [{}, { VCENTER_CA_FILE: "its.pem" }, { VCENTER_INSECURE: "true" }]) {
      assert.match(await reach.call({ ...elsewhere, ...env }), /^Cannot|\nCannot/);
    }
    assert.equal(server.requests(), 0);
  });
}

async function verify(reach: Reach, t: Deno.TestContext): Promise<void> {
  await t.step("ca_file", () => reach.answers({ VCENTER_CA_FILE: "its.pem" }));
  await t.step("NODE_EXTRA_CA_CERTS", async () => {
    assert.equal(await reach.call({ NODE_EXTRA_CA_CERTS: "its.pem" }), "answered");
  });
  await reach.askClients(t, { VCENTER_CA_FILE: `${reach.cwd}/its.pem` });
}
