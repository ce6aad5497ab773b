import type { Moref } from "../../soap/encode.ts";
import { lookUp } from "../collector/select.ts";
import { invalidArgument } from "../core/fault.ts";
import { flagAt, refListAt, textListAt } from "../core/value.ts";
import { isManagedType } from "../wire/schema.ts";
import { Entity } from "../world/entity.ts";
import { ContainerView, ListView } from "../world/views.ts";
import { type Call, method, type MethodTable } from "./method.ts";

/** Views, which live as long as their session. */
export const VIEW_METHODS: MethodTable = {
  CreateContainerView: {
    on: "ViewManager",
    run: (call) => {
      const container = call.object(Entity, "container");
      const types = textListAt(call.args, "type");
      if (!types.every(isManagedType)) throw invalidArgument("type");
      const isRecursive = flagAt(call.args, "recursive") ?? false;
      const view = new ContainerView(viewRef(call, "ContainerView"), { container, types, isRecursive });
      call.session.objects.set(view.ref.value, view);
      return view.ref;
    },
  },
  CreateListView: {
    on: "ViewManager",
    run: (call) => {
      const view = new ListView(viewRef(call, "ListView"));
      view.change({ add: existing(call, refListAt(call.args, "obj")) });
      call.session.objects.set(view.ref.value, view);
      return view.ref;
    },
  },
  // Both answer with the references that name nothing.
  ModifyListView: method(ListView, {
    on: "ListView",
    run: (call) => {
      const add = refListAt(call.args, "add");
      const known = existing(call, add);
      call.target.change({ add: known, remove: refListAt(call.args, "remove") });
      call.world.touch(call.target, "topology");
      return add.filter((ref) => !known.includes(ref));
    },
  }),
  ResetListView: method(ListView, {
    on: "ListView",
    run: (call) => {
      const add = refListAt(call.args, "obj");
      const known = existing(call, add);
      call.target.clear();
      call.target.change({ add: known });
      call.world.touch(call.target, "topology");
      return add.filter((ref) => !known.includes(ref));
    },
  }),
  DestroyView: {
    on: "ManagedObjectView",
    run: ({ target, session, world }) => {
      session.objects.delete(target.ref.value);
      world.touch(target, "topology");
      return undefined;
    },
  },
};

function viewRef({ session, world }: Call, type: string): Moref {
  return { type, value: `session[${session.key}]${world.random.uuid()}` };
}

function existing({ reader }: Call, refs: readonly Moref[]): readonly Moref[] {
  return refs.filter((ref) => lookUp(reader, ref) !== undefined);
}
