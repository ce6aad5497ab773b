import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type Server,
  type ServerContext,
} from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import type { ClientInfo } from "./caller.ts";

/** What a client says of itself. */
export interface ClientFacts {
  readonly client: ClientInfo | undefined;
  /** Whether it can put a form before its human (elicitation in form mode). */
  readonly canAsk: boolean;
  /** Whether it asks by itself and calls again, as clients do since 2026-07-28. */
  readonly asksItself: boolean;
  /** The revision of the protocol that is spoken with it, such as `2026-07-28`. */
  readonly revision: string | undefined;
}

const Envelope = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ elicitation: z.looseObject({}).optional() }).optional(),
  [CLIENT_INFO_META_KEY]: z.looseObject({ name: z.string(), version: z.string() }).optional(),
  [PROTOCOL_VERSION_META_KEY]: z.string().optional(),
});

/** Since 2026-07-28 each request says who sends it and what that client can; older clients say so once. */
export function clientFacts(server: Server, { mcpReq }: ServerContext): ClientFacts {
  const said = Envelope.safeParse(mcpReq.envelope ?? {}).data ?? {};
  const client = said[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
  const { elicitation } = said[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities() ?? {};
  return {
    client: client === undefined ? undefined : { name: client.name, version: client.version },
    // Empty stands for forms: other modes came later.
    canAsk: elicitation !== undefined && ("form" in elicitation || Object.keys(elicitation).length === 0),
    asksItself: said[PROTOCOL_VERSION_META_KEY] !== undefined,
    revision: said[PROTOCOL_VERSION_META_KEY] ?? server.getNegotiatedProtocolVersion(),
  };
}
