"""The connection that the environment names."""
import os
from urllib.parse import urlsplit

from pyVim.connect import SmartConnect


def connect(**changes):
    url = urlsplit(os.environ["VSPHERE_URL"])
    options = {
        "protocol": url.scheme,
        "host": url.hostname,
        "port": url.port,
        "path": url.path,
        "user": os.environ["VSPHERE_USER"],
        "pwd": os.environ["VSPHERE_PASSWORD"],
        "disableSslCertValidation": True,
    }
    return SmartConnect(**{**options, **changes})
