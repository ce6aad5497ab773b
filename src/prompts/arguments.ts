import { completeName, completeTemplateName } from "../resources/names.ts";
import type { PromptArgument } from "./prompt.ts";

type Naming = Pick<PromptArgument, "description" | "isRequired">;

/** The argument `vm_name`, completed by the machines there are. */
export function vmArgument(naming: Naming): PromptArgument {
  return {
    name: "vm_name",
    ...naming,
    complete: (typed, context) => completeName(typed, context, { kind: "VirtualMachine" }),
  };
}

/** The argument `host_name`, completed by the hosts there are. */
export function hostArgument(naming: Naming): PromptArgument {
  return {
    name: "host_name",
    ...naming,
    complete: (typed, context) => completeName(typed, context, { kind: "HostSystem" }),
  };
}

/** The argument `datastore_name`, completed by the datastores there are. */
export function datastoreArgument(naming: Naming): PromptArgument {
  return {
    name: "datastore_name",
    ...naming,
    complete: (typed, context) => completeName(typed, context, { kind: "Datastore" }),
  };
}

/** The argument `template_name`, completed by the templates there are. */
export function templateArgument(naming: Naming): PromptArgument {
  return { name: "template_name", ...naming, complete: completeTemplateName };
}
