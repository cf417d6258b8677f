"""bin/luoshi minutes, without a database."""

import json

import pytest
from django.core.management import CommandError, call_command

TEXT = "# PROVENANCE: own words\n会议要求，住建局要在9月1日前完成排查。\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "minutes.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_offsets_are_those_of_the_file(file, capsys):
    call_command("minutes", file, "--date", "2026-08-05", "--json")
    [found] = json.loads(capsys.readouterr().out)
    assert TEXT[found["start"] : found["end"]] == found["text"] == "住建局要在9月1日前完成排查"
    assert (found["units"], found["due"], found["vague"]) == (["住建局"], "2026-09-01", False)
    assert set(found) == {
        "start", "end", "text", "speaker", "units", "lead_units", "deadline", "due", "measure", "vague",
    }  # fmt: skip


def test_people_read_the_same(file, capsys):
    call_command("minutes", file, "--date", "2026-08-05")
    assert "住建局要在9月1日前完成排查" in capsys.readouterr().out


def test_what_cannot_be_read_is_said(file, tmp_path):
    binary = tmp_path / "a.txt"
    binary.write_bytes(bytes(range(256)))
    for path in (tmp_path / "none.txt", binary, tmp_path):
        with pytest.raises(CommandError):
            call_command("minutes", path, "--date", "2026-08-05")
    with pytest.raises(CommandError):
        call_command("minutes", file, "--date", "5 August")
