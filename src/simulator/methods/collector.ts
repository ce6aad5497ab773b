import { Collector } from "../collector/collector.ts";
import { PropertyFilter } from "../collector/filter.ts";
import { PropertyReader } from "../collector/path.ts";
import { PropertySpecs } from "../collector/property_specs.ts";
import { type Remainder, selectEntries, writeEntries } from "../collector/retrieve.ts";
import { invalidArgument, notAuthenticated } from "../core/fault.ts";
import { dataAt, flagAt, numberAt, textAt } from "../core/value.ts";
import { writeTyped } from "../core/write.ts";
import { type Call, method, type MethodTable, Xml } from "./method.ts";

/** As many objects come at once unless the client says otherwise. */
const DEFAULT_OBJECTS = 100;

/** The property collector. */
export const COLLECTOR_METHODS: MethodTable = {
  RetrievePropertiesEx: {
    on: "PropertyCollector",
    // Without a session every property is missing, and the call itself succeeds.
    access: "public",
    run: (call) => {
      const count = numberAt(dataAt(call.args, "options"), "maxObjects") ?? DEFAULT_OBJECTS;
      if (count < 1) throw invalidArgument("options.maxObjects");
      return page(call, { entries: entriesOf(call), version: call.version }, count);
    },
  },
  ContinueRetrievePropertiesEx: method(Collector, {
    on: "PropertyCollector",
    run: (call) => {
      const token = textAt(call.args, "token") ?? "";
      const rest = call.target.remainders.get(token);
      if (rest === undefined) throw invalidArgument("token");
      call.target.remainders.delete(token);
      return page(call, rest, Number(token.split("-")[1]));
    },
  }),
  CancelRetrievePropertiesEx: method(Collector, {
    on: "PropertyCollector",
    run: ({ target, args }) => {
      if (!target.remainders.delete(textAt(args, "token") ?? "")) throw invalidArgument("token");
      return undefined;
    },
  }),
  RetrieveProperties: {
    on: "PropertyCollector",
    access: "public",
    run: (call) => {
      const entries = entriesOf(call);
      const all = { entries, version: call.version };
      return new Xml(
        writeEntries(all, { name: "returnval", count: entries.length, reader: call.reader }).xml,
      );
    },
  },
  Fetch: {
    on: "*",
    access: "public",
    run: ({ target, args, reader, version }) => {
      const found = new PropertyReader(target, reader).read(textAt(args, "prop") ?? "");
      return new Xml(
        found === undefined ? "" : writeTyped("returnval", found.value, { field: found.field, version }),
      );
    },
  },
  CreatePropertyCollector: {
    on: "PropertyCollector",
    run: ({ session, world }) => {
      const collector = new Collector({
        type: "PropertyCollector",
        value: `session[${session.key}]${world.random.uuid()}`,
      });
      session.objects.set(collector.ref.value, collector);
      return collector.ref;
    },
  },
  DestroyPropertyCollector: method(Collector, {
    on: "PropertyCollector",
    run: ({ target, session }) => {
      target.cancelWait();
      for (const filter of target.filters) session.objects.delete(filter.ref.value);
      session.objects.delete(target.ref.value);
      return undefined;
    },
  }),
  CreateFilter: method(Collector, {
    on: "PropertyCollector",
    run: ({ target, args, session, world, version, reader }) => {
      const spec = dataAt(args, "spec");
      if (spec === undefined) throw invalidArgument("spec");
      const filter = new PropertyFilter(
        { type: "PropertyFilter", value: `session[${session.key}]${world.random.uuid()}` },
        { spec, isPartial: flagAt(args, "partialUpdates") ?? false, version, reader },
      );
      session.objects.set(filter.ref.value, filter);
      target.filters.add(filter);
      world.touch(target);
      return filter.ref;
    },
  }),
  DestroyPropertyFilter: method(PropertyFilter, {
    on: "PropertyFilter",
    run: ({ target, session }) => {
      session.objects.delete(target.ref.value);
      for (const object of session.objects.values()) {
        if (object instanceof Collector) object.filters.delete(target);
      }
      return undefined;
    },
  }),
  WaitForUpdatesEx: method(Collector, { on: "PropertyCollector", run: wait }),
  WaitForUpdates: method(Collector, { on: "PropertyCollector", run: wait }),
  CheckForUpdates: method(Collector, {
    on: "PropertyCollector",
    run: ({ target, args, reader }) => new Xml(target.check(args, reader)),
  }),
  CancelWaitForUpdates: method(Collector, {
    on: "PropertyCollector",
    run: ({ target }) => {
      target.cancelWait();
      return undefined;
    },
  }),
};

async function wait(call: Call<Collector>): Promise<Xml> {
  const { target, args, reader, signal, session, sessions } = call;
  try {
    return new Xml(await target.wait(args, { reader, signal }));
  } catch (error) {
    // It is cancelled when its session ends.
    throw sessions.all.includes(session) ? error : notAuthenticated(target.ref);
  }
}

function entriesOf(call: Call): Remainder["entries"] {
  return selectEntries(call.args, { reader: call.reader, specsOf: (spec) => new PropertySpecs(spec) });
}

function page(call: Call, all: Remainder, count: number): Xml {
  const { xml, rest } = writeEntries(all, { name: "objects", count, reader: call.reader });
  if (xml === "") return new Xml("");
  if (rest.entries.length === 0 || !(call.target instanceof Collector)) {
    return new Xml(`<returnval>${xml}</returnval>`);
  }
  const token = `${call.world.random.hex(8)}-${count}`;
  call.target.remainders.set(token, rest);
  return new Xml(`<returnval><token>${token}</token>${xml}</returnval>`);
}
