import type { AuditTrail } from "../audit/trail.ts";
import type { Config } from "../config/schema.ts";
import { INSTRUCTIONS } from "../mcp/instructions.ts";
import { LISTING } from "../mcp/listing.ts";
import type { Policy } from "../mcp/policy.ts";
import type { Loaded, Service } from "../mcp/service.ts";
import { configuredPolicy } from "./policy.ts";
import type { ConfiguredTarget } from "./target.ts";

/** Everything the server offers for one target; what does the work is loaded with the first use. */
export function createService(
  config: Config,
  { open, audit }: { readonly open: ConfiguredTarget["open"]; readonly audit?: AuditTrail | undefined },
): Service {
  const policy = configuredPolicy(config);
  let loaded: Promise<Loaded> | undefined;
  const loadOnce = () => loaded ??= load(open, { policy, config, audit });
  return {
    ...LISTING,
    policy,
    audit,
    load: loadOnce,
    // Who has read the list calls something soon: what that needs is loaded when the answer is out.
    onListed: () => void setTimeout(() => loadOnce().catch(() => {}), AFTER_LIST_MS),
    instructions: INSTRUCTIONS,
  };
}

const AFTER_LIST_MS = 50;

async function load(
  open: ConfiguredTarget["open"],
  { policy, config, audit }: {
    readonly policy: Policy;
    readonly config: Config;
    readonly audit: AuditTrail | undefined;
  },
): Promise<Loaded> {
  const [{ TOOLS }, { RESOURCES }, { PROMPTS }, { createSafeguards }, { ownMacs }, vsphere] = await Promise
    .all([
      import("../tools/registry.ts"),
      import("../resources/registry.ts"),
      import("../prompts/registry.ts"),
      import("../mcp/safeguards.ts"),
      import("./own_macs.ts"),
      open(),
    ]);
  const safeguards = createSafeguards(policy, {
    secret: config.confirmation_secret,
    ownMacs: ownMacs(),
    audit,
  });
  return { tools: TOOLS, resources: RESOURCES, prompts: PROMPTS, vsphere, safeguards };
}

/** The audit trail of the configuration; undefined where none is kept. Throws UserError when it cannot be opened. */
export async function openAudit(
  { audit_file: file }: Config,
): Promise<(AuditTrail & Disposable) | undefined> {
  if (file === undefined) return undefined;
  const { openAuditTrail } = await import("../audit/trail.ts");
  return openAuditTrail(file);
}
