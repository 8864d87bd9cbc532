"""Every word a person reads exists in every language of the desk."""

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import templatize

from tests.architecture.source import ROOT, product_files, templates

CATALOGUES = [ROOT / "locale" / code / "LC_MESSAGES" / "django.po" for code, _ in settings.LANGUAGES if code != "en"]
KEYWORDS = [
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
]  # fmt: skip
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}|%[sd%]")


def read(path: Path) -> polib.POFile:
    assert path.exists(), f"There is no catalogue for {language(path)}"
    return polib.pofile(str(path))


def language(path: Path) -> str:
    return path.parent.parent.name


@pytest.mark.parametrize("path", CATALOGUES, ids=language)
def test_a_catalogue_has_no_gap_and_no_guess(path: Path) -> None:
    catalogue = read(path)

    assert len(catalogue) > 0
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=language)
def test_a_translation_keeps_the_placeholders_of_its_sentence(path: Path) -> None:
    wrong = [
        entry.msgid
        for entry in read(path)
        for translation in [entry.msgstr, *entry.msgstr_plural.values()]
        if (
            translation
            and set(PLACEHOLDER.findall(translation)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        )
        or (entry.msgstr and set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(entry.msgstr)))
    ]

    assert wrong == []


@pytest.fixture(scope="module")
def words_of_the_source(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every sentence that code and templates mark, as xgettext finds it."""
    if not shutil.which("xgettext"):
        pytest.skip("No xgettext here, so the catalogues were not compared with the source (Debian: gettext)")
    folder = tmp_path_factory.mktemp("words")
    files = [str(path) for path in product_files()]
    for number, path in enumerate(templates()):
        copy = folder / f"{number}_{path.name}.py"
        copy.write_text(templatize(path.read_text(), origin=str(path)))
        files.append(str(copy))
    listing, found = folder / "files", folder / "found.po"
    listing.write_text("\n".join(files))
    subprocess.run(
        [
            "xgettext",
            "-L",
            "Python",
            "--from-code=UTF-8",
            *(f"--keyword={word}" for word in KEYWORDS),
            "-f",
            listing,
            "-o",
            found,
        ],
        check=True,
        capture_output=True,
    )
    return {entry.msgid for entry in polib.pofile(str(found))} if found.exists() else set()


@pytest.mark.parametrize("path", CATALOGUES, ids=language)
def test_a_catalogue_holds_every_sentence_of_the_source(path: Path, words_of_the_source: set[str]) -> None:
    known = {entry.msgid for entry in read(path)}

    assert sorted(words_of_the_source - known) == []
