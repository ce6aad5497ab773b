"""Views and the specifications that a property collector takes."""
from pyVmomi import vmodl

query = vmodl.query.PropertyCollector


def view_of(content, *types):
    return content.viewManager.CreateContainerView(content.rootFolder, list(types), True)


def members(content, *types):
    view = view_of(content, *types)
    try:
        return list(view.view)
    finally:
        view.Destroy()


def view_spec(view, properties):
    """Asks for properties of all that is in a view: a dict from types to lists of them."""
    through = query.TraversalSpec(name="view", type=type(view), path="view", skip=False)
    return query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[through])],
        propSet=[query.PropertySpec(type=kind, pathSet=paths) for kind, paths in properties.items()],
    )


def object_spec(managed_object, paths):
    return query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=managed_object)],
        propSet=[query.PropertySpec(type=type(managed_object), pathSet=paths)],
    )
