"""Reads eight properties of machines in the ways of pyVmomi; a line that names a way is answered with milliseconds."""
import json
import sys
import time

from pyVim.connect import Disconnect
from pyVmomi import vim

from connection import connect
from queries import query, view_of, view_spec

PATHS = ["name", "runtime.powerState", "runtime.host", "summary.config.guestFullName",
         "summary.config.memorySizeMB", "summary.config.numCpu", "guest.ipAddress",
         "guest.toolsRunningStatus"]

service = connect()
content = service.RetrieveContent()


def one_by_one(count):
    """As scripts do that know no better: each attribute is a request."""
    view = view_of(content, vim.VirtualMachine)
    rows = [(vm.name, vm.runtime.powerState, vm.runtime.host, vm.summary.config.guestFullName,
             vm.summary.config.memorySizeMB, vm.summary.config.numCpu, vm.guest.ipAddress,
             vm.guest.toolsRunningStatus) for vm in view.view[:count]]
    view.Destroy()
    return len(rows)


def batch(count):
    """As the samples of pyVmomi do it well: a view and one retrieval."""
    view = view_of(content, vim.VirtualMachine)
    spec = view_spec(view, {vim.VirtualMachine: PATHS})
    page = content.propertyCollector.RetrievePropertiesEx([spec], query.RetrieveOptions())
    found = list(page.objects)
    while page.token:
        page = content.propertyCollector.ContinueRetrievePropertiesEx(page.token)
        found += page.objects
    rows = [{prop.name: prop.val for prop in one.propSet} for one in found]
    view.Destroy()
    return len(rows)


WAYS = {"one-by-one": one_by_one, "batch": batch}

for line in sys.stdin:
    way, count = line.split()
    start = time.perf_counter()
    rows = WAYS[way](int(count))
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "rows": rows}), flush=True)
Disconnect(service)
