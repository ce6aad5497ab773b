"""Login, what the server says of itself, and logout."""
import os

from pyVim.connect import Disconnect
from pyVmomi import vim

from connection import connect
from reports import fault_of, say, type_name

service = connect()
content = service.RetrieveContent()
about = content.about
say("about", apiType=about.apiType, fullName=about.fullName, version=about.version, build=about.build,
    apiVersion=about.apiVersion, productLineId=about.productLineId, instanceUuid=about.instanceUuid)

session = content.sessionManager.currentSession
keys = [one.key for one in content.sessionManager.sessionList]
say("session", userName=session.userName, keys=keys.count(session.key), agent=session.userAgent)
say("clock", serverTime=service.CurrentTime().isoformat())
say("managers", content={info.name: type_name(value) for info in content._GetPropertyList()
                         for value in [getattr(content, info.name)] if isinstance(value, vim.ManagedObject)})

say("wrong password", **fault_of(lambda: connect(pwd="not " + os.environ["VSPHERE_PASSWORD"])))
say("unknown user", **fault_of(lambda: connect(user="nobody at all")))

other = connect()
other_content = other.RetrieveContent()
view_manager = other_content.viewManager
Disconnect(other)
say("method after logout",
    **fault_of(lambda: view_manager.CreateContainerView(other_content.rootFolder, [], True)))
say("property after logout", **fault_of(lambda: other_content.rootFolder.name))
say("session of another", name=content.rootFolder.name)
Disconnect(service)
