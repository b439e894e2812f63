"""The plugin site's gate at home: what must not go into a zip is found in one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tools import package, upload_gate

FIELDS = {name.lower(): "x" for name in upload_gate.DEMANDED.split()}
ADDRESSES = {
    "email": "a@b.cn",
    "homepage": "https://b.cn/p",
    "tracker": "https://b.cn/p/issues",
    "repository": "https://b.cn/p",
}


def archive(folder: Path, *names: str) -> zipfile.ZipFile:
    path = folder / "plugin.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("jinchu_pingheng/LICENSE", *names):
            file.writestr(name, "")
    return zipfile.ZipFile(path)


@pytest.mark.parametrize(
    "name",
    [
        "jinchu_pingheng/kernel.so",
        "jinchu_pingheng/kernel.DLL",
        "jinchu_pingheng/__pycache__/a.py",
        "jinchu_pingheng/a.pyc",
        "jinchu_pingheng/.bandit",
        "jinchu_pingheng/../a.py",
        "other/a.py",
        "jinchu_pingheng/" + "a" * 120 + ".py",
    ],
)
def test_a_file_that_does_not_belong_into_the_zip_is_found(tmp_path: Path, name: str) -> None:
    with archive(tmp_path, name) as opened:
        assert list(upload_gate.of_files(opened))


def test_plain_files_are_fine(tmp_path: Path) -> None:
    with archive(tmp_path, "jinchu_pingheng/a.py", "jinchu_pingheng/i18n/a.qm") as opened:
        assert list(upload_gate.of_files(opened)) == []


@pytest.mark.parametrize("name", upload_gate.DEMANDED.split())
def test_a_field_that_the_site_demands_is_missed(name: str) -> None:
    fields = {**FIELDS, **ADDRESSES, name.lower(): " "}
    assert f"metadata.txt: no {name}" in list(upload_gate.of_metadata(fields, release=False))


def test_a_release_has_addresses_that_somebody_reads(tmp_path: Path) -> None:
    placeholders = tmp_path / "metadata.txt"
    placeholders.write_bytes((package.ROOT / "metadata.txt").read_bytes())
    assert len(list(upload_gate.of_metadata(read(placeholders), release=True))) == 4
    package.write_address(placeholders, "https://b.cn/p me@b.cn")
    assert list(upload_gate.of_metadata(read(placeholders), release=True)) == []
    assert "example.org" not in placeholders.read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["b.cn me@b.cn", "https://b.cn", "http://b.cn me@b.cn"])
def test_an_address_is_a_page_and_a_mailbox(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        package.write_address(tmp_path / "metadata.txt", address)


def test_no_rule_of_the_site_is_both_mandatory_and_accepted() -> None:
    mandatory, accepted = set(upload_gate.MANDATORY), set(upload_gate.ACCEPTED)
    assert not mandatory & (accepted | set(upload_gate.OTHERS))
    assert {"B301", "B103", "B307", "B105", "B107"} <= mandatory


def read(metadata: Path) -> dict[str, str]:
    with zipfile.ZipFile(metadata.with_suffix(".zip"), "w") as file:
        file.write(metadata, "jinchu_pingheng/metadata.txt")
    with zipfile.ZipFile(metadata.with_suffix(".zip")) as file:
        return upload_gate.metadata_of(file)
