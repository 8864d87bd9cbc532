"""Importing the desk does nothing."""

import os
import subprocess
import sys

from tests.architecture.source import ROOT, product_files

IMPORT_ALL = """
import importlib, sys
import django
django.setup()
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_importing_every_module_needs_no_database_and_no_broker() -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in product_files()
        if path.name not in {"wsgi.py"} and "demo" not in path.parts
    ]
    nobody_listens = "127.0.0.1:9"

    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *names],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "fso_desk.settings",
            "DATABASE_URL": f"postgres://nobody@{nobody_listens}/none",
            "BROKER_URL": f"redis://{nobody_listens}/0",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
