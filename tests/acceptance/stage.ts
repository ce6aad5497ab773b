import type { TestClient } from "../support/mcp_clients.ts";
import type { Vcsim } from "../support/vcsim.ts";

/** What a part of the suite works on. */
export interface Stage {
  readonly client: TestClient;
  readonly vcsim: Vcsim;
  readonly model: "vpx" | "esx";
  /** Part of every name that is made, so that the runs on one vcsim do not see each other. */
  readonly tag: string;
}

/** Parts of the suite by what they prove. */
export type Part = Readonly<Record<string, (stage: Stage) => Promise<void>>>;
