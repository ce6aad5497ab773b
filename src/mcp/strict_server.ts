import {
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  Server,
  type ServerContext,
} from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import { log } from "../log.ts";
import { clientFacts } from "./client_facts.ts";

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/** Says in words which parameters of a request do not fit, where the SDK tells of an internal error and dumps its findings. */
export class StrictServer extends Server {
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const inner = super._wrapHandler(method, handler);
    return async (request, context) => {
      try {
        return await inner(request, context);
      } catch (error) {
        throw misfitOf(error, method) ?? error;
      } finally {
        // Only now: an older client's first request is the one that settles the revision.
        const { client, revision } = clientFacts(this, context);
        const program = client === undefined ? undefined : `${client.name}/${client.version}`;
        log.debug("request answered", { method, client: program, revision });
      }
    };
  }
}

const findings = z.array(
  z.looseObject({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
).min(1);

function misfitOf(error: unknown, method: string): ProtocolError | undefined {
  if (!(error instanceof Error)) return undefined;
  // An answer of ours that does not fit is told in the same way, and is no fault of the caller.
  const dump = /^(?:Invalid tools\/call request: )?(\[.*)/s.exec(error.message)?.[1];
  const found = dump === undefined ? undefined : findings.safeParse(parse(dump)).data;
  if (found === undefined) return undefined;
  const lines = found.map(({ path, message }) => `${path.join(".") || "request"}: ${message}`);
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    [`Cannot answer ${method}: its parameters do not fit; mend these and send it again`, ...lines].join("\n"),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
