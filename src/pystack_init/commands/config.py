"""`config`: show the user's own defaults and presets, or the path of their file."""

from collections.abc import Mapping

from pystack_init.planning.presets import config_path, read_config
from pystack_init.results.config import ConfigContent, ConfigPath


def config(environ: Mapping[str, str], *, path_only: bool) -> ConfigPath:
    """Read the configuration; with `path_only` the file is not read, and may be invalid."""
    path = config_path(environ)
    if path_only:
        return ConfigPath(path=path, exists=path.is_file())
    found = read_config(path)
    return ConfigContent(path=path, exists=found.exists, defaults=found.defaults, presets=found.presets)
