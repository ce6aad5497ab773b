import type { OauthOptions } from "./tokens.ts";

const PREFIX = "/.well-known/oauth-protected-resource";
const RESOURCE_PATH = "/message";

/** Whether this is where clients look for the metadata of the resource (RFC 9728, 3.1). */
export function isResourceMetadata(pathname: string): boolean {
  return pathname === PREFIX || pathname === PREFIX + RESOURCE_PATH;
}

/** The metadata, from which a client learns where to get a token; says nothing of the product. */
export function resourceMetadata(request: Request, oauth: OauthOptions): Record<string, unknown> {
  return {
    resource: resourceOf(request, oauth),
    authorization_servers: [oauth.issuer],
    bearer_methods_supported: ["header"],
  };
}

/** The address of the metadata, for those who came without a token. */
export function resourceMetadataUrl(request: Request, oauth: OauthOptions): string {
  const { origin, pathname } = new URL(resourceOf(request, oauth));
  return `${origin}${PREFIX}${pathname === "/" ? "" : pathname}`;
}

/** The audience where that is an address; it is right behind a proxy too, where only clients know the outer one. */
function resourceOf(request: Request, { audience }: OauthOptions): string {
  return /^https?:/.test(audience) && URL.canParse(audience)
    ? audience
    : new URL(RESOURCE_PATH, request.url).href;
}
