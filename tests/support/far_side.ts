import type { Vcsim } from "./vcsim.ts";

/** A vSphere that tests and clients talk to, whichever it is. */
export type FarSide = Pick<
  Vcsim,
  "url" | "host" | "user" | "password" | "thumbprint" | "certificatePem" | "log" | "terminateSessions"
>;
