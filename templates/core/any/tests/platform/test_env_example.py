"""`.env.example` documents the settings, so it must list every setting and nothing else."""

import re

from backend.settings import ROOT, Settings

COMPOSE = ROOT / "compose.yaml"


def test_env_example_lists_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, flags=re.MULTILINE)
    settings = [name.upper() for name in Settings.model_fields]
    of_compose = [name for name in named if name not in settings and COMPOSE.exists()]
    assert sorted(named) == sorted([*settings, *of_compose])
    assert all(f"${{{name}" in COMPOSE.read_text(encoding="utf-8") for name in of_compose)
