"""What a project is brought to, or what it was made from: a release, answers and resources."""

from dataclasses import dataclass
from pathlib import Path

from pystack_init.lifecycle.pristine import Digests, digests_of
from pystack_init.lifecycle.releases import Release
from pystack_init.lifecycle.resources import write_resources
from pystack_init.questions.names import slug_of
from pystack_init.rendering.manifest import Values
from pystack_init.rendering.render import render
from pystack_init.resources.resource import Resource


@dataclass(frozen=True, slots=True)
class Goal:
    """A release of the templates, answers, and the resources that were generated."""

    release: Release
    answers: Values
    resources: tuple[Resource, ...] = ()

    def render(self, folder: Path, project: Path) -> Digests:
        """Render all files into the empty folder `folder`, without those that `new` writes once.

        Those of resources get the format of `project`. Return the digests of the others.
        """
        render(self.release.root, self.answers, slug_of(str(self.answers["name"])), folder)
        digests = digests_of(folder)
        write_resources(self.release.root, self.answers, self.resources, folder, project)
        return digests
