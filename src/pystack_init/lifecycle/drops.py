"""Write the migrations that drop the tables of a removed feature; the owner decides whether to apply them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from pystack_init.lifecycle.migrations import ALEMBIC, folder_of, head_of, name_of, next_number
from pystack_init.results.change import DropMigration
from pystack_init.system.trees import Files, Trees

# The app of users, which every project with Django has.
_HOME = "backend/accounts/migrations"
_CREATED = re.compile(r"CreateModel\(\s*name=\"(\w+)\"")
_ALEMBIC = '''"""Drop the tables of `{name}`."""

{imports}

revision = "{number}"
down_revision = "{parent}"


def upgrade() -> None:
{down}


def downgrade() -> None:
{up}
'''
_DJANGO = '''"""Drop the tables of `{app}`."""

from django.db import migrations


class Migration(migrations.Migration):
    """Written by pystack-init."""

    dependencies = [
        ("accounts", "{parent}"),
    ]

    operations = [
{drops}
        # Without this record, Django creates the tables again if the app comes back.
        migrations.RunSQL(
            "DELETE FROM django_migrations WHERE app = '{app}'", migrations.RunSQL.noop
        ),
    ]
'''
_DROP = '        migrations.RunSQL("DROP TABLE IF EXISTS {table}", migrations.RunSQL.noop),'


def drop_migrations(
    removed: Sequence[str], base: Files, files: Files, trees: Trees
) -> Iterator[DropMigration]:
    """Write a migration for each removed one, last first; `files` are those of the changed project.

    An app that stays has none: Django writes the migration itself.
    """
    uses_django = "manage.py" in files
    home = _HOME if uses_django else ALEMBIC
    texts = {path: trees.text(entry) for path, entry in files.items() if folder_of(path) == home}
    for path in reversed(removed):
        if uses_django:
            wanted = folder_of(path) != ALEMBIC and not is_generated(path, files)
        else:
            wanted = path in files  # a file that is gone was never applied
        if wanted and texts:
            new = f"{home}/{next_number(texts)}_drop_{_subject(path)}.py"
            write = _of_django if uses_django else _of_alembic
            texts[new] = write(path, trees.text(base[path]), dict(texts))
            yield DropMigration(new, texts[new])


def is_generated(path: str, files: Files) -> bool:
    """Return whether Django can write the migration, because the app of a removed one stays."""
    return folder_of(path) != ALEMBIC and f"{PurePosixPath(path).parents[1]}/models.py" in files


def _subject(path: str) -> str:
    """Return the app of a Django migration, or the name of one of Alembic."""
    return name_of(path) if folder_of(path) == ALEMBIC else PurePosixPath(path).parts[-3]


def _of_alembic(path: str, text: str, siblings: dict[str, str]) -> str:
    """Swap the two directions of a migration."""
    start, up, down = re.split(r"^def (?:upgrade|downgrade)\(\) -> None:\n", text, flags=re.MULTILINE)
    imports = start[start.index("import") : start.index("\nrevision")]
    return _ALEMBIC.format(
        name=_subject(path),
        imports=imports.strip(),
        number=next_number(siblings),
        parent=head_of(siblings),
        down=down.rstrip(),
        up=up.rstrip(),
    )


def _of_django(path: str, text: str, siblings: dict[str, str]) -> str:
    """Drop the tables by SQL: the models are gone."""
    app = _subject(path)
    tables = [f"{app}_{model.lower()}" for model in reversed(_CREATED.findall(text))]
    return _DJANGO.format(
        app=app,
        parent=PurePosixPath(max(siblings)).stem,
        drops="\n".join(_DROP.format(table=table) for table in tables),
    )
