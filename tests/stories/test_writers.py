"""Several processes report into one book at once: nobody is refused, no number is missing, every count is right."""

import pytest

from tests.stories.writing import database, process, run

WRITERS, REPORTS = 4, 25


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_four_writers_keep_one_book(vendor, tmp_path):
    told = [tmp_path / str(number) for number in range(WRITERS)]
    with database(vendor) as url:
        run(url, "found", 12)
        writers = [process(url, "write", seed, REPORTS, path) for seed, path in enumerate(told)]
        outputs = [writer.communicate()[0] for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * WRITERS, outputs
        assert f"{WRITERS * REPORTS} acknowledged" in run(url, "check", *told)
