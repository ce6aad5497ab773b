import { readApiKeys } from "./api_keys.ts";
import { infos } from "./key_info.ts";
import { apiKey, host, list, oneOf, text, wholeNumber, yesOrNo } from "./values.ts";

/** How clients connect, and who may. */
export const httpKeys = {
  api_key: apiKey.optional().register(infos, {
    variable: "MCP_API_KEY",
    description: "Key that HTTP clients must send as Authorization: Bearer KEY or X-API-Key: KEY.",
    example: "your-api-key",
    otherwise: "no key, and HTTP on this machine only",
    isSecret: true,
  }),
  api_key_file: text.optional().register(infos, {
    variable: "MCP_API_KEY_FILE",
    placeholder: "FILE",
    description: "File that holds the key, in place of api_key.",
    example: "/run/secrets/mcp_api_key",
  }),
  allow_unauthenticated: yesOrNo.default(false).register(infos, {
    variable: "MCP_ALLOW_UNAUTHENTICATED",
    description: "Let http_host open the server to other machines without an api_key.",
    example: "true",
  }),
  transport: oneOf(["http", "stdio"]).default("http").register(infos, {
    variable: "MCP_TRANSPORT",
    placeholder: "http|stdio",
    short: "t",
    description: "How clients connect.",
    example: "stdio",
  }),
  http_host: host.optional().register(infos, {
    variable: "MCP_HTTP_HOST",
    placeholder: "ADDRESS",
    description: "Address to listen on; :: means all, IPv6 included.",
    example: "192.0.2.10",
    otherwise: "127.0.0.1 without api_key, 0.0.0.0 with one",
  }),
  http_port: wholeNumber(0, 65535).default(8080).register(infos, {
    variable: "MCP_HTTP_PORT",
    placeholder: "PORT",
    description: "Port to listen on; 0 takes a free one and logs it.",
    example: "8443",
  }),
  api_keys: readApiKeys.optional().register(infos, {
    variable: "MCP_API_KEYS",
    isList: true,
    description:
      "Several keys beside api_key, which is one with the role admin: each with name, key or key_file, role (read, operate: " +
      "no destructive tools, admin), and optionally toolsets and protected. In the variable as JSON.",
    example: '[{"name":"dashboard","key_file":"/run/secrets/dashboard_key","role":"read"}]',
    isSecret: true,
  }),
  rate_limit_per_minute: wholeNumber(1, 1_000_000).default(30_000).register(infos, {
    variable: "MCP_RATE_LIMIT_PER_MINUTE",
    placeholder: "REQUESTS",
    description: "Requests over HTTP that each key may send in a minute.",
    example: "600",
  }),
  http_tls_cert: text.optional().register(infos, {
    variable: "MCP_HTTP_TLS_CERT",
    placeholder: "FILE",
    description: "PEM file with the certificate chain to serve HTTPS with; it is read again when it changes.",
    example: "/etc/esxi-mcp-server/tls.crt",
  }),
  http_tls_key: text.optional().register(infos, {
    variable: "MCP_HTTP_TLS_KEY",
    placeholder: "FILE",
    description: "PEM file with the private key of http_tls_cert.",
    example: "/etc/esxi-mcp-server/tls.key",
  }),
  allowed_hosts: list.default([]).register(infos, {
    variable: "MCP_ALLOWED_HOSTS",
    isList: true,
    placeholder: "NAMES",
    description: "Names under which clients may address the server, beside addresses and local names.",
    example: "mcp.example.com",
    otherwise: "any name where a key is asked for",
  }),
  allowed_origins: list.default([]).register(infos, {
    variable: "MCP_ALLOWED_ORIGINS",
    isList: true,
    placeholder: "ORIGINS",
    description: "Origins of web pages that may call the server, beside local ones.",
    example: "https://console.example.com",
    otherwise: "none",
  }),
  oauth_issuer: text.optional().register(infos, {
    variable: "MCP_OAUTH_ISSUER",
    placeholder: "URL",
    path: ["oauth", "issuer"],
    description: "OAuth 2.1 authorization server whose access tokens are accepted beside API keys.",
    example: "https://login.example.com/realms/ops",
  }),
  oauth_audience: text.optional().register(infos, {
    variable: "MCP_OAUTH_AUDIENCE",
    placeholder: "AUDIENCE",
    path: ["oauth", "audience"],
    description: "Audience that such a token must name: this server's public URL.",
    example: "https://mcp.example.com/message",
  }),
  oauth_role_claim: text.default("role").register(infos, {
    variable: "MCP_OAUTH_ROLE_CLAIM",
    placeholder: "CLAIM",
    path: ["oauth", "role_claim"],
    description: "Claim with the role (read, operate or admin), with dots for claims inside claims.",
    example: "realm_access.roles",
  }),
} as const;
