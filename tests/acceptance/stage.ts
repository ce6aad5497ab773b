import type { TestClient } from "../support/mcp_clients.ts";
import type { FarSide } from "../support/far_side.ts";

/** What a part of the suite works on. */
export interface Stage {
  readonly client: TestClient;
  readonly farSide: FarSide;
  readonly model: "vcenter" | "esxi";
  /** Part of every name that is made, so that the runs on one far side do not see each other. */
  readonly tag: string;
}

/** Parts of the suite by what they prove. */
export type Part = Readonly<Record<string, (stage: Stage) => Promise<void>>>;
