"""What the test reads: a line of JSON for each check."""
import json

from pyVmomi import vmodl


def say(check, **values):
    print(json.dumps({"check": check, **values}), flush=True)


def type_name(value):
    """As pyVmomi names it, such as vim.VirtualMachine."""
    return type(value).__name__


def fault_of(call):
    """The class, own fields and text of the fault that a call raises; the class is None when it raises none."""
    common = {info.name for info in vmodl.MethodFault._GetPropertyList()}
    try:
        call()
    except vmodl.MethodFault as fault:
        own = [info.name for info in fault._GetPropertyList() if info.name not in common]
        return {"fault": type_name(fault), "fields": {name: str(getattr(fault, name)) for name in own},
                "text": fault.msg or ""}
    except Exception as error:
        # Nothing of the API: pyVmomi could not read the answer, which is for the test to judge.
        return {"fault": f"unreadable: {error!r}"}
    return {"fault": None}
