export { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from "npm:jose@6.2.18";
