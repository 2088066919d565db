"""`just seed` adds sample products once."""

import os
import subprocess
import sys

import httpx2

from backend.settings import ROOT


def test_seeding_twice_adds_the_products_once(base_url: str) -> None:
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-m", "backend.catalog.seed"],
            cwd=ROOT,
            env={**os.environ, "ENVIRONMENT": "production"},
            check=True,
        )
    listed = httpx2.get(f"{base_url}/api/v1/products", trust_env=False, timeout=60).json()
    assert listed["total"] == 5
