"""Settings: `.env` and `.env.example`, and errors at start-up that name the setting."""

import re
from pathlib import Path

import pytest

from backend.platform.env_file import write_env_file
from backend.settings import ROOT, Settings, get_settings

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SECRETS = re.findall(r"^([A-Z_]+)=$", EXAMPLE, flags=re.MULTILINE)
COMPOSE = ROOT / "compose.yaml"


def test_env_example_lists_every_setting_and_no_other() -> None:
    named = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", EXAMPLE, flags=re.MULTILINE)
    settings = [name.upper() for name in Settings.model_fields]
    of_compose = [name for name in named if name not in settings and COMPOSE.exists()]
    assert sorted(named) == sorted([*settings, *of_compose])
    assert all(f"${{{name}" in COMPOSE.read_text(encoding="utf-8") for name in of_compose)


@pytest.mark.usefixtures("settings")
def test_production_does_not_start_without_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    for name in SECRETS:
        if name.lower() not in Settings.model_fields:  # a secret of compose.yaml
            continue
        monkeypatch.setenv(name, "too short")
        with pytest.raises(SystemExit, match=f"^error: {name}: "):
            get_settings.__wrapped__()
        monkeypatch.undo()


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "hunter2"),
        ("DATABASE_URL", "mysql://localhost/hunter2"),
        ("DATABASE_URL", "postgresql://me:hunter2#@localhost/shop"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("ALLOWED_HOSTS", "shop.example.com,*.example.com"),
        ("TRUSTED_PROXIES", "127.0.0.1,not-an-ip"),
    ],
)
def test_an_invalid_setting_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        get_settings.__wrapped__()
    assert str(refused.value).startswith(f"error: {name}: ")
    assert "\n" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_secrets_are_generated_once_and_kept(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("# EMPTY=\nSECRET=\nPORT=1\n", encoding="utf-8")
    write_env_file(tmp_path)
    written = (tmp_path / ".env").read_text(encoding="utf-8")
    assert re.fullmatch(r"# EMPTY=\nSECRET=.{64}\nPORT=1\n", written)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    write_env_file(tmp_path)
    assert (tmp_path / ".env").read_text(encoding="utf-8") == written
