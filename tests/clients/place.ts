/** Where a client finds the vSphere endpoint that it is to work against. */
export interface Place {
  /** With the path, such as `https://127.0.0.1:8443/sdk`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly model: "vcenter" | "esxi";
}

/** Whether tests with clients of others have to run: without it they are ignored where the clients cannot be had. */
export const mustRunClients: boolean = Deno.env.get("REQUIRE_CLIENTS") === "1";
